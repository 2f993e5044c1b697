package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

type campaignRow struct {
	Network     string       `db:"network_id"`
	ID          string       `db:"id"`
	Title       string       `db:"title"`
	FormID      string       `db:"form_id"`
	FormVersion string       `db:"form_version"`
	State       string       `db:"state"`
	Link        string       `db:"link"`
	Invited     int          `db:"invited"`
	Contact     string       `db:"contact"`
	CreatedAt   time.Time    `db:"created_at"`
	OpensOn     sql.NullTime `db:"opens_on"`
	ClosesOn    sql.NullTime `db:"closes_on"`
	ClosedOn    sql.NullTime `db:"closed_on"`
	ErasedOn    sql.NullTime `db:"erased_on"`
}

func (r campaignRow) campaign() survey.Campaign {
	return survey.Campaign{
		ID: r.ID, Network: r.Network, Title: r.Title, FormID: r.FormID, FormVersion: r.FormVersion,
		State: survey.CampaignState(r.State), Link: r.Link, Invited: r.Invited, Contact: r.Contact,
		CreatedAt: r.CreatedAt.UTC(), OpensOn: dayOf(r.OpensOn), ClosesOn: dayOf(r.ClosesOn),
		ClosedOn: dayOf(r.ClosedOn), ErasedOn: dayOf(r.ErasedOn),
	}
}

// CreateCampaign adds a campaign in its given state; ErrNotFound when its form
// version is not frozen, ErrConflict when its identifier or link is taken. An
// empty identifier is made. A link must be one of survey.NewLink.
func (s *Store) CreateCampaign(ctx context.Context, c survey.Campaign, by survey.AuditEntry) error {
	id, err := orNew(c.ID)
	if err != nil {
		return fmt.Errorf("create a campaign: %w", err)
	}
	c.ID = id
	return s.inNetwork(ctx, "create a campaign", c.Network, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := insertCampaign(ctx, tx, c, s.today(c.CreatedAt)); err != nil {
			return err
		}
		return record(ctx, tx, c.Network, by)
	})
}

func insertCampaign(ctx context.Context, tx *sqlx.Tx, c survey.Campaign, createdOn string) error {
	const statement = `
		INSERT INTO campaigns (network_id, id, title, form_id, form_version, state, link, invited,
		                       created_at, opens_on, closes_on, closed_on, contact)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
		        CASE WHEN $6 = 'closed' THEN least(CAST($12 AS date), CAST($11 AS date)) END, $13)`
	_, err := tx.ExecContext(ctx, statement, c.Network, c.ID, c.Title, c.FormID, c.FormVersion,
		string(c.State), c.Link, c.Invited, c.CreatedAt, day(c.OpensOn), day(c.ClosesOn), createdOn, c.Contact)
	return err
}

type summaryRow struct {
	campaignRow
	Responses int          `db:"responses"`
	LastDay   sql.NullTime `db:"last_day"`
}

// Campaigns lists a network's campaigns, newest first, with their number of
// responses: a first revision stands for its corrections, and a withdrawal
// leaves none.
func (s *Store) Campaigns(ctx context.Context, network string) ([]survey.CampaignSummary, error) {
	var rows []summaryRow
	err := s.readNetwork(ctx, "list the campaigns of "+network, network, func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		const query = `
			SELECT c.network_id, c.id, c.title, c.form_id, c.form_version, c.state, c.link, c.invited, c.contact,
			       c.created_at, c.opens_on, c.closes_on, c.closed_on, c.erased_on, r.responses, r.last_day
			FROM campaigns c
			CROSS JOIN LATERAL (
				SELECT count(*) FILTER (WHERE revision = 1) AS responses, max(day) AS last_day
				FROM responses
				WHERE network_id = c.network_id AND campaign_id = c.id
			) r
			WHERE c.network_id = $1
			ORDER BY c.created_at DESC, c.id DESC`
		return tx.SelectContext(ctx, &rows, query, network)
	})
	summaries := make([]survey.CampaignSummary, 0, len(rows))
	for _, r := range rows {
		summaries = append(summaries, survey.CampaignSummary{
			Campaign: r.campaign(), Responses: r.Responses, LastDay: dayOf(r.LastDay),
		})
	}
	return summaries, err
}

// Campaign gives one campaign, or ErrNotFound (also for another network's).
func (s *Store) Campaign(ctx context.Context, network, id string) (survey.Campaign, error) {
	id, err := known(id)
	if err != nil {
		return survey.Campaign{}, fmt.Errorf("read a campaign: %w", err)
	}
	var row campaignRow
	err = s.readNetwork(ctx, "read campaign "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT network_id, id, title, form_id, form_version, state, link, invited, contact,
			       created_at, opens_on, closes_on, closed_on, erased_on
			FROM campaigns
			WHERE network_id = $1 AND id = $2`
		return tx.GetContext(ctx, &row, query, network, id)
	})
	if err != nil {
		return survey.Campaign{}, err
	}
	return row.campaign(), nil
}

// SetCampaignState opens, closes or re-opens. Opening by hand wins over the
// calendar: a first day still to come, or a last day gone by, is dropped.
// Closing notes the day, and closing again does not move it. ErrClosed when
// the answers were erased: such a campaign is closed for good.
func (s *Store) SetCampaignState(ctx context.Context, network, id string, state survey.CampaignState, by survey.AuditEntry) error {
	id, err := known(id)
	if err != nil {
		return fmt.Errorf("set the state of a campaign: %w", err)
	}
	return s.inNetwork(ctx, "set campaign "+id+" "+string(state), network, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := holdUnerased(ctx, tx, network, id); err != nil {
			return err
		}
		if err := updateCampaignState(ctx, tx, network, id, state, s.today(by.At)); err != nil {
			return err
		}
		return record(ctx, tx, network, by)
	})
}

// holdUnerased keeps a campaign as it is until the commit; ErrClosed when its
// answers were erased.
func holdUnerased(ctx context.Context, tx *sqlx.Tx, network, id string) error {
	const query = `SELECT erased_on IS NOT NULL FROM campaigns WHERE network_id = $1 AND id = $2 FOR UPDATE`
	var erased bool
	if err := tx.GetContext(ctx, &erased, query, network, id); err != nil {
		return err
	}
	if erased {
		return survey.ErrClosed
	}
	return nil
}

func updateCampaignState(ctx context.Context, tx *sqlx.Tx, network, id string, state survey.CampaignState, today string) error {
	const statement = `
		UPDATE campaigns
		SET state = $3,
		    closed_on = CASE WHEN $3 = 'closed' THEN coalesce(closed_on, least(CAST($4 AS date), closes_on)) END,
		    opens_on = CASE WHEN $3 = 'open' AND opens_on > $4 THEN NULL ELSE opens_on END,
		    closes_on = CASE WHEN $3 = 'open' AND closes_on < $4 THEN NULL ELSE closes_on END
		WHERE network_id = $1 AND id = $2`
	return found(tx.ExecContext(ctx, statement, network, id, string(state), today))
}

// SetCampaignTerms changes what a lead may still change of a campaign; ErrNotFound
// when there is none. A last day applies from now on, whatever the state.
func (s *Store) SetCampaignTerms(ctx context.Context, network, id string, terms survey.CampaignTerms, by survey.AuditEntry) error {
	id, err := known(id)
	if err != nil {
		return fmt.Errorf("change a campaign: %w", err)
	}
	return s.inNetwork(ctx, "change campaign "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		const statement = `
			UPDATE campaigns SET title = $3, invited = $4, closes_on = $5, contact = $6
			WHERE network_id = $1 AND id = $2`
		if err := found(tx.ExecContext(ctx, statement, network, id, terms.Title, terms.Invited, day(terms.ClosesOn), terms.Contact)); err != nil {
			return err
		}
		return record(ctx, tx, network, by)
	})
}

// DeleteCampaign drops a draft; ErrConflict when it is no draft or has answers,
// a withdrawn one included.
func (s *Store) DeleteCampaign(ctx context.Context, network, id string, by survey.AuditEntry) error {
	id, err := known(id)
	if err != nil {
		return fmt.Errorf("delete a campaign: %w", err)
	}
	return s.inNetwork(ctx, "delete campaign "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		var deletable bool
		const query = `
			SELECT c.state = 'draft' AND NOT EXISTS (SELECT FROM submissions s
			                                         WHERE s.network_id = c.network_id AND s.campaign_id = c.id)
			FROM campaigns c
			WHERE c.network_id = $1 AND c.id = $2
			FOR UPDATE`
		if err := tx.GetContext(ctx, &deletable, query, network, id); err != nil {
			return err
		}
		if !deletable {
			return survey.ErrConflict
		}
		const statement = `DELETE FROM campaigns WHERE network_id = $1 AND id = $2`
		if err := found(tx.ExecContext(ctx, statement, network, id)); err != nil {
			return err
		}
		return record(ctx, tx, network, by)
	})
}

// CampaignByLink is the respondent's way in: the campaign of a link, in any
// state, or ErrNotFound. The link names the network to look in.
func (s *Store) CampaignByLink(ctx context.Context, link string) (survey.Campaign, error) {
	network, ok := survey.LinkNetwork(link)
	if !ok {
		return survey.Campaign{}, fmt.Errorf("find a campaign by its link: %w", survey.ErrNotFound)
	}
	var row campaignRow
	err := s.readRespondent(ctx, "find a campaign by its link", network, func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT network_id, id, title, form_id, form_version, state, link, invited, contact,
			       created_at, opens_on, closes_on, closed_on, erased_on
			FROM campaigns
			WHERE network_id = $1 AND link = $2`
		return tx.GetContext(ctx, &row, query, network, link)
	})
	if err != nil {
		return survey.Campaign{}, err
	}
	return row.campaign(), nil
}
