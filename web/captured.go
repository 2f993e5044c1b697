package web

import "constat/survey"

// withoutCaptured leaves out what the web does not ask, such as a photo or a
// place, and the groups in which nothing else is: who answers has nothing to do
// there. Trials keep it, for the form's author.
func withoutCaptured(page *survey.Page) {
	kept := page.Sections[:0]
	for _, sec := range page.Sections {
		left := leftToAsk(sec.Items)
		if len(left) == 0 && len(sec.Items) > 0 {
			continue
		}
		sec.Items = left
		if sec.Item != nil {
			sec.Item.Items = left
		}
		kept = append(kept, sec)
	}
	page.Sections = kept
}

func leftToAsk(items []survey.Item) []survey.Item {
	var kept []survey.Item
	for _, item := range items {
		switch item.Question.Type.Kind {
		case survey.Captured:
			continue
		case survey.Group:
			left := leftToAsk(item.Items)
			if len(left) == 0 && len(item.Items) > 0 {
				continue
			}
			item.Items = left
		case survey.Repeat:
			if !asks(item.Question) {
				continue
			}
			for i := range item.Instances {
				item.Instances[i] = leftToAsk(item.Instances[i])
			}
			item.Blank = leftToAsk(item.Blank)
		}
		kept = append(kept, item)
	}
	return kept
}

// asks tells whether a group or a repeat holds anything but what is captured.
func asks(q *survey.Question) bool {
	for _, child := range q.Children {
		if child.Type.Kind != survey.Captured && child.Shown() && (len(child.Children) == 0 || asks(child)) {
			return true
		}
	}
	return len(q.Children) == 0
}
