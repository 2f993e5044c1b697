package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
)

// What time stopped is the service's to mend, and says nothing of the form: a
// visitor who tries again later may succeed. What was counted is the form's.
func TestFail_stoppedByTimeIsNotTheForm(t *testing.T) {
	h := newHouse(t)
	past, cancel := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		want int
		says string
	}{
		{"stopped, of a page", past, tooCostly("enfants/age"), http.StatusServiceUnavailable, "Service momentanément indisponible"},
		{"stopped, of its lists", past, fmt.Errorf("write the logic: %w", survey.ErrTooCostly), http.StatusServiceUnavailable, "Service momentanément indisponible"},
		{"counted, of a page", t.Context(), tooCostly("enfants/age"), http.StatusUnprocessableEntity, "La limite est atteinte à « enfants/age »"},
		{"counted, of its lists", t.Context(), fmt.Errorf("write the logic: %w", survey.ErrTooCostly), http.StatusUnprocessableEntity, "Ce questionnaire demande trop de calculs"},
	} {
		recorder := httptest.NewRecorder()
		visit, _ := gin.CreateTestContext(recorder)
		visit.Request = httptest.NewRequest(http.MethodGet, "/q/lunel-1234", nil).WithContext(c.ctx)
		h.server.fail(visit, c.err)
		page := strings.ReplaceAll(recorder.Body.String(), "\u00a0", " ")
		if recorder.Code != c.want || !strings.Contains(page, c.says) || strings.Contains(page, "{0}") {
			t.Errorf("%s: %d, want %d and « %s »:\n%s", c.name, recorder.Code, c.want, c.says, page)
		}
	}
}
