package main

import (
	"errors"
	"runtime"

	"constat/survey/tabular"
)

// rowsAtOnce is how many rows a worker judges before it takes others: enough
// to make the handing over cheap, few enough to stay small in memory.
const rowsAtOnce = 128

// portion is rows on their way to being judged.
type portion struct {
	rows   []*tabular.Row
	result chan []judged
}

// judging reads rows in one goroutine and judges them in as many as there are
// processors.
type judging struct {
	todo    chan portion // for the workers
	inOrder chan portion // for whoever takes the results, in the file's order
	stop    chan struct{}
	read    chan error
}

var errStopped = errors.New("nobody takes the results any more")

// judgeInOrder hands over what judging gives, in the order of the file, until
// an error of the reading or of add.
func judgeInOrder(reader *tabular.Reader, judge func(*tabular.Row) judged, add func(judged) error) error {
	workers := runtime.GOMAXPROCS(0)
	j := &judging{make(chan portion), make(chan portion, 2*workers), make(chan struct{}), make(chan error, 1)}
	for range workers {
		go j.work(judge)
	}
	go j.readAll(reader)
	failed := j.take(add)
	if err := <-j.read; failed == nil {
		return err
	}
	return failed
}

func (j *judging) work(judge func(*tabular.Row) judged) {
	for portion := range j.todo {
		results := make([]judged, len(portion.rows))
		for i, row := range portion.rows {
			results[i] = judge(row)
		}
		portion.result <- results
	}
}

func (j *judging) readAll(reader *tabular.Reader) {
	defer close(j.inOrder)
	defer close(j.todo)
	var rows []*tabular.Row
	err := reader.Each(func(row *tabular.Row) error {
		if rows = append(rows, row); len(rows) < rowsAtOnce {
			return nil
		}
		full := rows
		rows = nil
		return j.hand(full)
	})
	if err == nil && len(rows) > 0 {
		err = j.hand(rows)
	}
	j.read <- err
}

func (j *judging) hand(rows []*tabular.Row) error {
	p := portion{rows, make(chan []judged, 1)}
	select {
	case <-j.stop:
		return errStopped
	case j.inOrder <- p:
	}
	j.todo <- p
	return nil
}

// take empties the queue even after a failure, so that reading can end.
func (j *judging) take(add func(judged) error) (failed error) {
	for p := range j.inOrder {
		for _, each := range <-p.result {
			if failed != nil {
				continue
			}
			if failed = add(each); failed != nil {
				close(j.stop)
			}
		}
	}
	return failed
}
