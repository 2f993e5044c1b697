package survey

// longestName is the longest name, in bytes, that another is proposed for.
const longestName = 100

// EditDistance is Levenshtein's, for proposing the name that somebody meant;
// 99 when the lengths alone say "far", or too long for a name.
func EditDistance(a, b string) int {
	if len(a) > longestName || len(b) > longestName {
		return 99 // nobody mistypes a name of that length by two letters
	}
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
