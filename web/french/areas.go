package french

// areas lists the catalogues, one file each: what is wrong with an answer, a
// form's references, a workbook, a file of answers, the private database,
// what a phone is told.
var areas = []map[string]string{answer, compiled, page, workbook, attach, xform, version, tabular, database, openrosa}
