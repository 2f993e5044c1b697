package survey

// EditDistance is Levenshtein's, for proposing the name that somebody meant;
// 99 when the lengths alone say "far".
func EditDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > 3 || len(y)-len(x) > 3 {
		return 99
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			substitution := diagonal
			if x[i] != y[j] {
				substitution++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, substitution)
		}
	}
	return row[len(y)]
}
