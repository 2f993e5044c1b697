package stats

import "math"

// Ranking sums up how people put the same k items in order.
type Ranking struct {
	MeanRank   []float64 // of each item, 1 = first
	Borda      []float64 // sum of k - rank: what each item gains over those after it
	FirstShare []float64 // share of people who put it first, alone: a tie for first counts for none
	Friedman   Test      // do the items differ at all (Friedman, JASA 32, 1937)
	KendallW   float64   // agreement between people, 0 to 1 (Kendall and Babington Smith, 1939)
}

// RankItems sums up rows of ranks, one per person, 1 = first; ties share their
// mean rank. Friedman's test has the correction for ties; when everybody ties
// everything, nobody ranked, or there is one item, it is NaN with KendallW.
func RankItems(rows [][]float64) Ranking {
	if len(rows) == 0 {
		return Ranking{Friedman: chiSquareTest(math.NaN(), 0), KendallW: math.NaN()}
	}
	m, items := float64(len(rows)), len(rows[0])
	k := float64(items)
	r := Ranking{MeanRank: make([]float64, items), Borda: make([]float64, items), FirstShare: make([]float64, items)}
	sums, tied := make([]float64, items), 0.0
	for _, row := range rows {
		tied += ties(row)
		for i, rank := range Ranks(row) {
			sums[i] += rank
		}
		for i, rank := range row {
			r.MeanRank[i] += rank / m
			r.Borda[i] += k - rank
			if rank == 1 {
				r.FirstShare[i] += 1 / m
			}
		}
	}
	statistic := 12 * squares(sums, m*(k+1)/2) / (m*k*(k+1) - tied/(k-1))
	r.Friedman = chiSquareTest(statistic, items-1)
	r.KendallW = statistic / (m * (k - 1))
	return r
}

// CompleteRanks gives the ranks of k items from the places of those that a
// person put in order, first one first. Those left out tie for what remains:
// it is declared so wherever ranks are shown.
func CompleteRanks(order []int, k int) []float64 {
	ranks := make([]float64, k)
	for i := range ranks {
		ranks[i] = float64(len(order)+1+k) / 2
	}
	for rank, item := range order {
		ranks[item] = float64(rank + 1)
	}
	return ranks
}
