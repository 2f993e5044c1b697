package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Before storage opens, who posts answers reads that they were not received, and
// everybody may leave quickly.
func TestAway(t *testing.T) {
	for request, words := range map[string]string{
		"GET /q/lunel-1": "Service momentanément indisponible", "GET /reseaux": "Service momentanément indisponible",
		"POST /q/lunel-1": "Vos réponses n’ont pas été reçues", "POST /connexion": "Service momentanément indisponible",
	} {
		method, path, _ := strings.Cut(request, " ")
		recorder := httptest.NewRecorder()
		Away().ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), method, path, nil))
		page := recorder.Body.String()
		if recorder.Code != http.StatusServiceUnavailable || recorder.Header().Get("Retry-After") == "" || !strings.Contains(page, words) || !strings.Contains(page, quickExit) {
			t.Errorf("%s: %d, %s", request, recorder.Code, page)
		}
	}
}
