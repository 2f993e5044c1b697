// Package web is the service as people see it: French pages for respondents,
// who hold a campaign's link, and for the networks' leads, who sign in.
//
// How one request is served, in order:
//
//  1. The outer handlers (middleware.go) give it an id, a size limit, the
//     security headers and one log line.
//  2. The route table (routes.go) says who may use it; access.go lets in or not.
//  3. Its page, a func(*gin.Context) error, does one act and renders to a buffer.
//  4. Whatever error it returns ends in one funnel (errors.go): a short French
//     sentence with an id for the visitor, the cause in the log, once.
//
// Every page works without JavaScript: the modules under static/js only add
// live relevance, paging and a draft kept on the device.
package web
