// Package private is the service's own PostgreSQL, for whoever gives it no
// database: it finds the PostgreSQL programs of the machine, makes a cluster in
// the service's data folder, and runs it as a child process for as long as the
// service lives.
//
// [Start], in order:
//
//  1. open the data folder and lock it, so that one service only uses it;
//  2. find the programs ([Find]); a cluster that is already in the folder decides
//     the major version;
//  3. choose as whom to run: PostgreSQL refuses to run as root;
//  4. when there is no cluster yet, make one beside its final place and rename it;
//  5. run postgres as a child that the kernel stops when the service dies;
//  6. create the two roles and the database.
//
// The data folder holds
//
//	constat.lock          locked while a service uses the folder
//	pg-15/                one folder per major version of PostgreSQL
//	pg-15/data/           the cluster
//	pg-15/socket/         the Unix socket, the only way in
//	pg-15/running.lock    locked while a process of the cluster lives
//	pg-15/*.password      passwords of the three roles, mode 0600
//
// A cluster is never deleted, never initialised again, and never opened by
// another major version than its own.
package private
