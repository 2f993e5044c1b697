// Package postgres keeps what the networks ask and what they are answered, in
// PostgreSQL 14 or later: it is the survey.Store of the service.
//
// An exported method is one act and one transaction. Its steps, in order:
//
//  1. the transaction takes a scope (scope.go): one network, or a respondent
//     with her receipt, or the accounts of the service. It becomes the role
//     constat_app in the same statement, so that row-level security holds even
//     when the service connects as the owner of the database;
//  2. each SQL statement is a constant beside the function that runs it, and
//     names its network although the database would enforce it;
//  3. what PostgreSQL answers becomes an error of package survey (errors.go),
//     without the values that its messages may quote;
//  4. a transaction that lost a race or its connection is run again.
//
// Times and identifiers come from the caller. The one thing that is random is
// the key that receipts are derived with, made once per database.
package postgres
