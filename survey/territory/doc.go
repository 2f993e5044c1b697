// Package territory knows the official geography (communes, EPCI) and the
// territories of the networks on it.
//
// Official codes are the keys, never names: a commune by its INSEE code (text:
// "01001", "2A004"), an EPCI by its SIREN code. Names repeat across France and
// postal codes are shared by several communes.
//
// The Hérault is embedded; any other département is read from two files of the
// same shape, which the generator writes:
//
//	go run ./survey/territory/generate -departement 30 -o DIR
//
// The networks of the Hérault are in networks.csv. What a network covers is
// written there as EPCI, communes and exceptions, and resolved to communes of
// the département. A commune without a network is legal: nobody there has
// started one. A commune of two networks is legal too: networks follow social,
// legal and health districts that overlap, and two may share a commune while
// they merge. [Shared] tells which, because a published figure of one then
// says something of the other.
package territory
