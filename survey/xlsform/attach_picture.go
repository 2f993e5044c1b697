package xlsform

import (
	"bytes"
	"maps"
	"slices"

	"constat/survey"
)

var pictureNames = set(".png", ".jpg", ".jpeg", ".webp")

// PictureType tells from its first bytes which picture a file is, as a media
// type: PNG, JPEG or WebP, "" for anything else. SVG, which may hold scripts,
// is something else.
func PictureType(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(content, []byte{0xff, 0xd8, 0xff}):
		return "image/jpeg"
	case len(content) > 12 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP":
		return "image/webp"
	}
	return ""
}

// checkMedia makes sure that the pictures of questions and choices are there,
// and says which media are not shown here.
func (rd *reading) checkMedia() {
	rd.form.Walk(func(q *survey.Question) {
		for _, column := range slices.Sorted(maps.Keys(q.Media)) {
			at := place{"survey", q.Row, column}
			if column == "audio" || column == "video" {
				rd.warn(at, CodeMediaNotShown, q.Name, column)
				rd.used(q.Media[column])
				continue
			}
			rd.checkPicture(at, q.Media[column], q.Name)
		}
	})
	for _, name := range slices.Sorted(maps.Keys(rd.form.Lists)) {
		for _, c := range rd.form.Lists[name].Choices {
			if !c.Image.Empty() {
				rd.checkPicture(place{"choices", c.Row, "image"}, c.Image, c.Name)
			}
		}
	}
}

func (rd *reading) used(files survey.Text) {
	for _, file := range files {
		rd.attached.used[file] = true
	}
}

func (rd *reading) checkPicture(at place, files survey.Text, what string) {
	rd.used(files)
	if !rd.given() {
		return
	}
	for _, language := range slices.Sorted(maps.Keys(files)) {
		file := files[language]
		if file != "" && file != "-" && rd.attached.files[file] == nil {
			rd.fault(at, CodePictureNeeded, file, what)
		}
	}
}
