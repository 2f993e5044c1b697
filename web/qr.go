package web

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	qrcode "github.com/skip2/go-qrcode"
)

const qrPixels = 1024 // sharp on an A4 poster

func (s *Server) qrPNG(c *gin.Context) error {
	code, err := s.qr(c)
	if err != nil {
		return err
	}
	image, err := code.PNG(qrPixels)
	if err != nil {
		return fmt.Errorf("draw a QR code: %w", err)
	}
	c.Data(http.StatusOK, "image/png", image)
	return nil
}

func (s *Server) qrSVG(c *gin.Context) error {
	code, err := s.qr(c)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "image/svg+xml", drawSVG(code.Bitmap()))
	return nil
}

// qr codes the campaign's link. Medium correction survives a fold or a stain
// and keeps the squares large.
func (s *Server) qr(c *gin.Context) (*qrcode.QRCode, error) {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return nil, err
	}
	code, err := qrcode.New(s.address(campaign), qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("make a QR code: %w", err)
	}
	return code, nil
}

// drawSVG writes one path of unit squares, a run of them at a time.
func drawSVG(bitmap [][]bool) []byte {
	var b bytes.Buffer
	n := len(bitmap)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, n, n, n, n)
	for y, row := range bitmap {
		for x := 0; x < n; x++ {
			start := x
			for x < n && row[x] {
				x++
			}
			if x > start {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.Bytes()
}

// posterPage is one A4 sheet for a waiting room or a meeting.
type posterPage struct {
	Path, Title, Network, Address, Closes string
}

func (s *Server) poster(c *gin.Context) error {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return err
	}
	network, err := s.networkOf(c)
	if err != nil {
		return err
	}
	v := s.view(c, "Affiche")
	v.Scripts = []string{"js/campaign.js"}
	v.Page = posterPage{campaignPath(campaign), campaign.Title, network.Name, s.address(campaign), frenchDay(campaign.ClosesOn)}
	return s.render(c, http.StatusOK, "poster", v)
}
