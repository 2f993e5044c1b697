// Package xform writes a Form as the XForm that ODK Collect, KoboCollect,
// Enketo and ODK Web Forms load, in the shape that pyxform 4.5, the reference
// converter, gives it.
//
// The life of an XForm, in order:
//
//  1. tree: the questions become the nodes of the primary instance, with the
//     few that a client needs and no author writes (tree.go).
//  2. model: instance, binds and dynamic defaults (model.go), the lists as
//     secondary instances (lists.go), and what is read in each language (itext.go).
//  3. body: one control per question that a person sees (body.go, select.go).
//
// Expressions keep the author's text; only ${name} is written as a path,
// relative inside a repeat (reference.go).
package xform
