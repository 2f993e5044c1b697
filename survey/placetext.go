package survey

// PlaceText gives a free text to the first answer of a question that has none
// and was asked: the service's own export keeps texts apart from their authors,
// and who wrote which is not known any more. False when every answer has one.
func (r *Response) PlaceText(q *Question, text string) bool {
	return placeText(&r.Record, r.Form.Root, q, text)
}

func placeText(r *Record, scope *Scope, q *Question, text string) bool {
	if q.Scope == scope {
		if v := &r.Values[q.Index]; v.State == NoAnswer {
			*v = Value{State: Answered, Text: text}
			return true
		}
		return false
	}
	for i, inner := range scope.Repeats {
		for _, instance := range r.Repeats[i] {
			if placeText(instance, inner, q, text) {
				return true
			}
		}
	}
	return false
}
