package french

// database says why the service's own PostgreSQL does not start, to the
// person who runs it. The codes are those of survey/postgres/private, which
// this package may not import; a test of cmd/constat walks them.
var database = map[string]string{
	"postgres_not_found":            "PostgreSQL n’est pas installé sur cette machine. Tapez : {0}",
	"postgres_bad_binaries":         "le dossier {0} ne contient pas les programmes initdb et postgres. Corrigez son chemin ou retirez ce réglage.",
	"postgres_too_old":              "les programmes PostgreSQL du dossier {0} sont en version {1} : il faut la version {2} ou une plus récente.",
	"postgres_wrong_major":          "les données du dossier {0} ont été créées par PostgreSQL {1}, qui n’est pas installé (présent ici : {2}). Installez PostgreSQL {1} ; rien n’a été modifié.",
	"postgres_foreign_folder":       "le dossier {0} contient autre chose que les données de ce service. Choisissez un dossier vide avec --data-dir ; rien n’a été modifié.",
	"postgres_not_writable":         "impossible d’écrire dans le dossier {0}. Donnez-en le droit ou choisissez un autre dossier avec --data-dir.",
	"postgres_in_use":               "un autre service utilise déjà le dossier {0} (processus {1}). Arrêtez-le, ou choisissez un autre dossier avec --data-dir.",
	"postgres_still_running":        "une base PostgreSQL tourne encore dans le dossier {0} (processus {1}). Attendez qu’elle s’arrête, ou arrêtez-la.",
	"postgres_socket_path_too_long": "le chemin {0} est trop long pour la prise de connexion ({1} octets au plus). Choisissez un dossier plus court avec --data-dir.",
	"postgres_no_identity":          "PostgreSQL refuse de tourner sous l’identité root, et aucune autre n’a convenu (essayées : {0}). Lancez le service avec un compte ordinaire.",
	"postgres_init_failed":          "la création de la base dans {0} a échoué : {1}",
	"database_user_above_wall":      "DATABASE_URL se connecte comme {0}, superutilisateur ou BYPASSRLS : PostgreSQL ne lui applique pas les règles qui séparent les réseaux. Faites un rôle pour le service, avec un mot de passe, puis donnez son adresse : CREATE ROLE constat LOGIN PASSWORD '…'; CREATE ROLE constat_app NOLOGIN; GRANT constat_app TO constat; CREATE DATABASE constat OWNER constat;",
	"database_app_above_wall":       "le rôle constat_app est superutilisateur ou BYPASSRLS : PostgreSQL ne lui applique pas les règles qui séparent les réseaux. Tapez, comme administrateur de la base : ALTER ROLE constat_app NOSUPERUSER NOBYPASSRLS;",
	"database_table_unwalled":       "la table {0} a perdu les règles qui séparent les réseaux. Tapez, comme propriétaire de la base : ALTER TABLE {0} ENABLE ROW LEVEL SECURITY; ALTER TABLE {0} FORCE ROW LEVEL SECURITY;",
	"database_app_not_granted":      "le rôle {0} ne peut pas devenir constat_app. Tapez, comme administrateur de la base : GRANT constat_app TO {0};",
	"postgres_start_failed":         "la base du dossier {0} n’a pas démarré : {1}",
}
