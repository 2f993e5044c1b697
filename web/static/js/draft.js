export function eraseInstance() {}
