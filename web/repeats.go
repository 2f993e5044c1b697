package web

import (
	"strconv"
	"strings"

	"constat/survey"
)

// addInstance adds one blank instance to the repeat at a path such as
// "enfants" or "familles[2]/enfants"; a path that the form does not have
// changes nothing, one for which there is no room is a problem of its repeat.
func (a *answering) addInstance(path string) {
	level, scope := a.level(path)
	if level == nil {
		return
	}
	key := scope.Repeat.Key
	if level.Repeats == nil {
		level.Repeats = map[string][]survey.Answers{}
	}
	if len(level.Repeats[key]) >= survey.MaxInstances {
		a.problems = append(a.problems, survey.Problem{Code: survey.CodeTooMany, Path: path, Args: []string{strconv.Itoa(survey.MaxInstances)}})
		return
	}
	if !a.form.RoomBeside(a.answers).Take(scope) {
		a.problems = append(a.problems, survey.Problem{Code: survey.CodeTooManyInAll, Path: path})
		return
	}
	level.Repeats[key] = append(level.Repeats[key], survey.Answers{})
}

// removeInstance takes out the instance at a path such as "enfants[2]".
func (a *answering) removeInstance(path string) {
	path, place, ok := lastPlace(path)
	if !ok {
		return
	}
	level, scope := a.level(path)
	if level == nil {
		return
	}
	instances := level.Repeats[scope.Repeat.Key]
	if place < 1 || place > len(instances) {
		return
	}
	kept := append([]survey.Answers(nil), instances[:place-1]...)
	level.Repeats[scope.Repeat.Key] = append(kept, instances[place:]...)
}

// level finds the answers that hold the repeat at a path, and its scope.
func (a *answering) level(path string) (*survey.Answers, *survey.Scope) {
	level, scope := &a.answers, a.form.Root
	for {
		inner, rest, found := repeatPrefix(scope, path)
		if !found {
			return nil, nil
		}
		if rest == "" {
			return level, inner
		}
		place, deeper, ok := strings.Cut(strings.TrimPrefix(rest, "["), "]/")
		n, err := strconv.Atoi(place)
		instances := level.Repeats[inner.Repeat.Key]
		if !ok || err != nil || n < 1 || n > len(instances) {
			return nil, nil
		}
		level, scope, path = &instances[n-1], inner, deeper
	}
}

// repeatPrefix finds the repeat of a scope that a path begins with.
func repeatPrefix(scope *survey.Scope, path string) (inner *survey.Scope, rest string, found bool) {
	for _, inner := range scope.Repeats {
		rest, is := strings.CutPrefix(path, inner.Repeat.Key)
		if is && (rest == "" || rest[0] == '[') {
			return inner, rest, true
		}
	}
	return nil, "", false
}

// lastPlace splits "enfants[2]" into "enfants" and 2.
func lastPlace(path string) (repeat string, place int, ok bool) {
	at := strings.LastIndexByte(path, '[')
	if at < 0 || !strings.HasSuffix(path, "]") {
		return "", 0, false
	}
	place, err := strconv.Atoi(path[at+1 : len(path)-1])
	return path[:at], place, err == nil
}
