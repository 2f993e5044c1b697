package microdata

import "encoding/xml"

// The part of DDI Codebook 2.5 (DDI Alliance, 2012) that a codebook uses here.
// Fields are in the order of the schema's sequences, which it demands.

type ddiCodebook struct {
	XMLName  xml.Name  `xml:"ddi:codebook:2_5 codeBook"`
	Version  string    `xml:"version,attr"`
	Language string    `xml:"xml:lang,attr"`
	Document ddiCited  `xml:"docDscr"`
	Study    ddiStudy  `xml:"stdyDscr"`
	Files    []ddiFile `xml:"fileDscr"`
	Data     ddiData   `xml:"dataDscr"`
	Others   []ddiMore `xml:"otherMat"`
}

type ddiCited struct {
	Citation ddiCitation `xml:"citation"`
}

type ddiCitation struct {
	Title      string  `xml:"titlStmt>titl"`
	ID         string  `xml:"titlStmt>IDNo,omitempty"`
	Author     string  `xml:"rspStmt>AuthEnty,omitempty"`
	ProducedOn ddiDate `xml:"prodStmt>prodDate"`
	Software   string  `xml:"prodStmt>software"`
	Version    string  `xml:"verStmt>version,omitempty"`
}

type ddiDate struct {
	Date  string `xml:"date,attr,omitempty"`
	Event string `xml:"event,attr,omitempty"`
	Text  string `xml:",chardata"`
}

type ddiStudy struct {
	Citation ddiCitation `xml:"citation"`
	Abstract string      `xml:"stdyInfo>abstract"`
	Summary  ddiSummary  `xml:"stdyInfo>sumDscr"`
	Method   ddiMethod   `xml:"method"`
	Use      ddiUse      `xml:"dataAccs>useStmt"`
	Notes    []string    `xml:"notes,omitempty"`
}

type ddiSummary struct {
	Collected []ddiDate `xml:"collDate"`
	Nation    string    `xml:"nation"`
	Coverage  string    `xml:"geogCover,omitempty"`
	Unit      string    `xml:"anlyUnit"`
	Universe  string    `xml:"universe"`
	Kind      string    `xml:"dataKind"`
}

type ddiMethod struct {
	Sampling     string `xml:"dataColl>sampProc"`
	Mode         string `xml:"dataColl>collMode"`
	ResponseRate string `xml:"anlyInfo>respRate,omitempty"`
}

type ddiUse struct {
	Confidentiality string `xml:"confDec"`
	Restrictions    string `xml:"restrctn"`
}

type ddiFile struct {
	ID  string     `xml:"ID,attr"`
	URI string     `xml:"URI,attr"`
	Txt ddiFileTxt `xml:"fileTxt"`
}

type ddiFileTxt struct {
	Name      string  `xml:"fileName"`
	Content   string  `xml:"fileCont"`
	Cases     int     `xml:"dimensns>caseQnty"`
	Variables int     `xml:"dimensns>varQnty"`
	Type      ddiType `xml:"fileType"`
	Format    string  `xml:"format"`
	Missing   string  `xml:"dataMsng"`
}

type ddiType struct {
	Charset string `xml:"charset,attr"`
	Text    string `xml:",chardata"`
}

type ddiData struct {
	Groups    []ddiGroup    `xml:"varGrp"`
	Variables []ddiVariable `xml:"var"`
	Notes     []string      `xml:"notes"`
}

type ddiGroup struct {
	ID        string `xml:"ID,attr"`
	Type      string `xml:"type,attr"`
	Variables string `xml:"var,attr"` // IDs, with spaces between
	Name      string `xml:"name,attr"`
	Label     string `xml:"labl"`
}

type ddiVariable struct {
	ID             string        `xml:"ID,attr"`
	Name           string        `xml:"name,attr"`
	Files          string        `xml:"files,attr"`
	Decimals       string        `xml:"dcml,attr,omitempty"`
	Interval       string        `xml:"intrvl,attr"`
	Nature         string        `xml:"nature,attr,omitempty"`
	Temporal       string        `xml:"temporal,attr,omitempty"`
	Representation string        `xml:"representationType,attr"`
	Label          string        `xml:"labl"`
	Question       *ddiQuestion  `xml:"qstn"`
	Universe       string        `xml:"universe,omitempty"`
	Categories     []ddiCategory `xml:"catgry"`
	Concept        string        `xml:"concept,omitempty"`
	Derivation     *ddiDerived   `xml:"derivation"`
	Format         ddiFormat     `xml:"varFormat"`
}

type ddiQuestion struct {
	Literal string `xml:"qstnLit"`
	Hint    string `xml:"postQTxt,omitempty"`
}

type ddiDerived struct {
	Description string `xml:"drvdesc"`
}

type ddiCategory struct {
	Missing string `xml:"missing,attr,omitempty"` // Y
	Value   string `xml:"catValu"`
	Label   string `xml:"labl"`
}

type ddiFormat struct {
	Type     string `xml:"type,attr"`
	Category string `xml:"category,attr,omitempty"`
}

type ddiMore struct {
	Type  string `xml:"type,attr"`
	Level string `xml:"level,attr"`
	URI   string `xml:"URI,attr"`
	Label string `xml:"labl"`
}
