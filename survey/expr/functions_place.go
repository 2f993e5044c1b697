package expr

import (
	"math"
	"strconv"
	"strings"
)

// placeFunctions measure points ("lat lon altitude accuracy") and lists of points separated by ";".
var placeFunctions = []function{
	{name: "area", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		points, ok := c.points(t, 0, f)
		if !ok {
			return number(math.NaN())
		}
		return number(roundDecimal(surface(points), 2))
	}},
	{name: "distance", min: 1, max: many, compute: func(c *Context, f focus, t *term) Value {
		points, ok := c.points(t, 0, f)
		if !ok {
			return number(math.NaN())
		}
		return number(roundDecimal(length(points), 2))
	}},
	{name: "geofence", min: 2, max: 2, compute: computeGeofence},
	{name: "intersects", min: 1, max: 1, compute: computeIntersects},
}

// earthRadius in metres, as JavaRosa and Enketo take it.
const earthRadius = 6_378_100

type point struct{ lat, lon float64 }

// points reads all points of the arguments from the i-th on.
func (c *Context) points(t *term, i int, f focus) ([]point, bool) {
	var all []point
	for ; i < len(t.args); i++ {
		v := c.arg(t, i, f)
		for j := range items(v) {
			found, ok := c.parsePoints(c.text(c.item(v, j)))
			if !ok {
				return nil, false
			}
			all = append(all, found...)
		}
	}
	return all, len(all) > 0
}

func (c *Context) parsePoints(s string) ([]point, bool) {
	var all []point
	if parts := 1 + strings.Count(s, ";"); !c.make(len(s)+16*parts) || !c.spend(4*parts) {
		return nil, false
	}
	for _, part := range strings.Split(strings.Trim(s, " ;\t\r\n"), ";") {
		fields := strings.Fields(part)
		if len(fields) < 2 || len(fields) > 4 {
			return nil, false
		}
		lat, err1 := strconv.ParseFloat(fields[0], 64)
		lon, err2 := strconv.ParseFloat(fields[1], 64)
		if err1 != nil || err2 != nil || !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) {
			return nil, false
		}
		all = append(all, point{lat, lon})
	}
	return all, true
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// surface of a polygon on a sphere, in square metres.
func surface(points []point) float64 {
	if len(points) < 3 {
		return 0
	}
	total := 0.0
	for i, a := range points {
		b := points[(i+1)%len(points)]
		total += radians(b.lon-a.lon) * (2 + math.Sin(radians(a.lat)) + math.Sin(radians(b.lat)))
	}
	return math.Abs(total * earthRadius * earthRadius / 2)
}

// length of a line through the points, in metres along great circles.
func length(points []point) float64 {
	total := 0.0
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		lat1, lat2, turn := radians(a.lat), radians(b.lat), radians(a.lon-b.lon)
		cosine := math.Sin(lat1)*math.Sin(lat2) + math.Cos(lat1)*math.Cos(lat2)*math.Cos(turn)
		total += math.Acos(min(1, cosine)) * earthRadius
	}
	return total
}

// computeGeofence says whether a point lies inside a shape.
func computeGeofence(c *Context, f focus, t *term) Value {
	where, ok1 := c.parsePoints(c.argText(t, 0, f))
	shape, ok2 := c.parsePoints(c.argText(t, 1, f))
	if !ok1 || !ok2 || len(where) != 1 || len(shape) < 4 || shape[0] != shape[len(shape)-1] {
		return boolean(false)
	}
	p, inside := where[0], false
	for i := 1; i < len(shape); i++ {
		a, b := shape[i-1], shape[i]
		if (a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon-a.lon)*(p.lat-a.lat)/(b.lat-a.lat)+a.lon {
			inside = !inside
		}
	}
	return boolean(inside)
}

// computeIntersects says whether a line or the edge of a shape crosses itself.
func computeIntersects(c *Context, f focus, t *term) Value {
	points, ok := c.points(t, 0, f)
	if !ok {
		return boolean(false)
	}
	last := len(points) - 1
	closed := points[0] == points[last]
	for i := 1; i <= last; i++ {
		for j := i + 2; j <= last; j++ {
			if !c.spend(1) {
				return boolean(false)
			}
			if closed && i == 1 && j == last { // they share the point that closes the shape
				continue
			}
			if cross(points[i-1], points[i], points[j-1], points[j]) {
				return boolean(true)
			}
		}
	}
	return boolean(false)
}

// cross says whether the segments ab and cd have a point in common.
func cross(a, b, c, d point) bool {
	side := func(p, q, r point) float64 {
		return (q.lon-p.lon)*(r.lat-p.lat) - (q.lat-p.lat)*(r.lon-p.lon)
	}
	between := func(p, q, r point) bool {
		return min(p.lat, q.lat) <= r.lat && r.lat <= max(p.lat, q.lat) && min(p.lon, q.lon) <= r.lon && r.lon <= max(p.lon, q.lon)
	}
	s1, s2, s3, s4 := side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
	if s1*s2 < 0 && s3*s4 < 0 {
		return true
	}
	return s1 == 0 && between(a, b, c) || s2 == 0 && between(a, b, d) || s3 == 0 && between(c, d, a) || s4 == 0 && between(c, d, b)
}
