* Syntaxe SPSS (et PSPP) pour lire les réponses à « L’enquête ”test” ¶ 2026 — Réseau d’essai ».
* Réponses individuelles : pour l’animation du réseau, ne pas diffuser.
* Ouvrez ce fichier depuis son dossier, ou placez-vous dans le dossier avec la commande CD, puis exécutez tout.
* Encodage UTF-8 : dans une version ancienne de SPSS, exécutez d’abord SET UNICODE=ON.
* Chaque fichier .csv devient un fichier .sav ; les choix y sont des nombres, dans l’ordre de la liste.
* Manquantes : -99 sans réponse, -98 question non posée, -97 et suivantes selon leur libellé (non concerné, refus, ne sait pas).
* Le diagnostic compte les « ne sait pas » dans ses bases : pour retrouver ses pourcentages, retirez leur code des manquantes.
* DONNÉES FICTIVES : démonstration, à ne pas présenter comme un résultat.

PRESERVE.
SET DECIMAL=DOT.

* -------------------- reponses.csv : Réponses.
GET DATA
 /TYPE=TXT
 /FILE='reponses.csv'
 /ENCODING='UTF8'
 /DELCASE=LINE
 /DELIMITERS=","
 /QUALIFIER='"'
 /ARRANGEMENT=DELIMITED
 /FIRSTCASE=2
 /VARIABLES=
  reponse F20.0
  fictif F20.0
  jour_reception SDATE10
  @4 A10
  @5 A10
  @6 A7
  Freins_oui F20.0
  Freins_non F20.0
  Freins_tres_loin F20.0
  Freins_nsp F20.0
  Freins_refus F20.0
  Freins_nc F20.0
  freins_oui_2_jamais F20.0
  freins_oui_2_parfois F20.0
  freins_oui_2_souvent F20.0
  ordre_jamais F20.0
  ordre_parfois F20.0
  ordre_souvent F20.0
  part F20.0
  @20 A10
  territoire A18
  codes_absence A14
  .
RECODE @4
 ('oui'=1)
 ('non'=2)
 ('très-loin'=3)
 ('hors_liste'=7)
 ('nsp'=-95)
 ('refus'=-96)
 ('nc'=-97)
 ('-98'=-98)
 ('-99'=-99)
 INTO v_all.
RECODE @5
 ('34145'=34145)
 ('34151'=34151)
 ('hors_liste'=34152)
 ('nsp'=-95)
 ('-98'=-98)
 ('-99'=-99)
 INTO commune.
RECODE @6
 ('jamais'=1)
 ('parfois'=2)
 ('souvent'=3)
 ('-98'=-98)
 ('-99'=-99)
 INTO frequence.
RECODE @20
 ('-98'=-98)
 ('-99'=-99)
 INTO jour.
IF (SYSMIS(jour)) jour=NUMBER(@20,SDATE10).
VARIABLE LABELS reponse
 'Numéro d’ordre de la réponse, sans lien avec la personne'.
FORMATS reponse (F8.0).
VARIABLE LEVEL reponse (NOMINAL).
VARIABLE LABELS fictif
 'Données fictives (démonstration)'.
FORMATS fictif (F8.0).
VARIABLE LEVEL fictif (NOMINAL).
VARIABLE LABELS jour_reception
 'Jour de réception'.
FORMATS jour_reception (SDATE10).
VARIABLE LEVEL jour_reception (SCALE).
VARIABLE LABELS v_all
 'Mot réservé de SPSS ? Sur deux lignes, avec l''apostrophe et "guillemets"'.
VALUE LABELS v_all
 1 'Oui'
 2 'Non ; l''autre "côté"'
 3 'Loin & 🦊'
 7 'Autre réponse (hors liste)'
 -95 'Ne sait pas'
 -96 'Ne souhaite pas répondre'
 -97 'Non concerné'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES v_all (-99 THRU -95).
FORMATS v_all (F8.0).
VARIABLE LEVEL v_all (NOMINAL).
VARIABLE LABELS commune
 'Commune'.
VALUE LABELS commune
 34145 'Lunel'
 34151 'Marsillargues'
 34152 'Autre réponse (hors liste)'
 -95 'Ne sait pas'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES commune (-95, -98, -99).
FORMATS commune (F8.0).
VARIABLE LEVEL commune (NOMINAL).
VARIABLE LABELS frequence
 'l’été d’après l’été d’après l’été d’après l’été d’après l’été d’ap' +
  'rès l’été d’après l’été d’après l’été d’après l’été d’après l’été d' +
  '’après l’été d’après l’été d’après…'.
VALUE LABELS frequence
 1 'Jamais'
 2 'Parfois'
 3 'l’été d’après l’été d’après l’été d’après l’été d’après l’été d’ap' +
  'rès l’été d…'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES frequence (-98, -99).
FORMATS frequence (F8.0).
VARIABLE LEVEL frequence (ORDINAL).
VARIABLE LABELS Freins_oui
 'Oui — Freins ; tous'.
VALUE LABELS Freins_oui
 0 'Non cité'
 1 'Cité'
 -96 'Ne souhaite pas répondre'
 -97 'Non concerné (réponse de la personne)'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES Freins_oui (-99 THRU -96).
FORMATS Freins_oui (F8.0).
VARIABLE LEVEL Freins_oui (NOMINAL).
VARIABLE LABELS Freins_non
 'Non ; l''autre "côté" — Freins ; tous'.
VALUE LABELS Freins_non
 0 'Non cité'
 1 'Cité'
 -96 'Ne souhaite pas répondre'
 -97 'Non concerné (réponse de la personne)'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES Freins_non (-99 THRU -96).
FORMATS Freins_non (F8.0).
VARIABLE LEVEL Freins_non (NOMINAL).
VARIABLE LABELS Freins_tres_loin
 'Loin & 🦊 — Freins ; tous'.
VALUE LABELS Freins_tres_loin
 0 'Non cité'
 1 'Cité'
 -96 'Ne souhaite pas répondre'
 -97 'Non concerné (réponse de la personne)'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES Freins_tres_loin (-99 THRU -96).
FORMATS Freins_tres_loin (F8.0).
VARIABLE LEVEL Freins_tres_loin (NOMINAL).
VARIABLE LABELS Freins_nsp
 'Ne sait pas — Freins ; tous'.
VALUE LABELS Freins_nsp
 0 'Non cité'
 1 'Cité'
 -96 'Ne souhaite pas répondre'
 -97 'Non concerné (réponse de la personne)'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES Freins_nsp (-99 THRU -96).
FORMATS Freins_nsp (F8.0).
VARIABLE LEVEL Freins_nsp (NOMINAL).
VARIABLE LABELS Freins_refus
 'Ne souhaite pas répondre — Freins ; tous'.
VALUE LABELS Freins_refus
 0 'Non cité'
 1 'Cité'
 -96 'Ne souhaite pas répondre'
 -97 'Non concerné (réponse de la personne)'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES Freins_refus (-99 THRU -96).
FORMATS Freins_refus (F8.0).
VARIABLE LEVEL Freins_refus (NOMINAL).
VARIABLE LABELS Freins_nc
 'Non concerné — Freins ; tous'.
VALUE LABELS Freins_nc
 0 'Non cité'
 1 'Cité'
 -96 'Ne souhaite pas répondre'
 -97 'Non concerné (réponse de la personne)'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES Freins_nc (-99 THRU -96).
FORMATS Freins_nc (F8.0).
VARIABLE LEVEL Freins_nc (NOMINAL).
VARIABLE LABELS freins_oui_2_jamais
 'Jamais — Autre question, dont le nom est celui d’un choix'.
VALUE LABELS freins_oui_2_jamais
 0 'Non cité'
 1 'Cité'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES freins_oui_2_jamais (-98, -99).
FORMATS freins_oui_2_jamais (F8.0).
VARIABLE LEVEL freins_oui_2_jamais (NOMINAL).
VARIABLE LABELS freins_oui_2_parfois
 'Parfois — Autre question, dont le nom est celui d’un choix'.
VALUE LABELS freins_oui_2_parfois
 0 'Non cité'
 1 'Cité'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES freins_oui_2_parfois (-98, -99).
FORMATS freins_oui_2_parfois (F8.0).
VARIABLE LEVEL freins_oui_2_parfois (NOMINAL).
VARIABLE LABELS freins_oui_2_souvent
 'l’été d’après l’été d’après l’été d’après l’été d’après l’été d’ap' +
  'rès l’été d’après l’été d’après l’été d’après l’été d’après l’été d' +
  '’après l’été d’après l’été d’après…'.
VALUE LABELS freins_oui_2_souvent
 0 'Non cité'
 1 'Cité'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES freins_oui_2_souvent (-98, -99).
FORMATS freins_oui_2_souvent (F8.0).
VARIABLE LEVEL freins_oui_2_souvent (NOMINAL).
VARIABLE LABELS ordre_jamais
 'Jamais — Ordre'.
VALUE LABELS ordre_jamais
 0 'Non classé'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES ordre_jamais (-98, -99).
FORMATS ordre_jamais (F8.0).
VARIABLE LEVEL ordre_jamais (ORDINAL).
VARIABLE LABELS ordre_parfois
 'Parfois — Ordre'.
VALUE LABELS ordre_parfois
 0 'Non classé'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES ordre_parfois (-98, -99).
FORMATS ordre_parfois (F8.0).
VARIABLE LEVEL ordre_parfois (ORDINAL).
VARIABLE LABELS ordre_souvent
 'l’été d’après l’été d’après l’été d’après l’été d’après l’été d’ap' +
  'rès l’été d’après l’été d’après l’été d’après l’été d’après l’été d' +
  '’après l’été d’après l’été d’après…'.
VALUE LABELS ordre_souvent
 0 'Non classé'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES ordre_souvent (-98, -99).
FORMATS ordre_souvent (F8.0).
VARIABLE LEVEL ordre_souvent (ORDINAL).
VARIABLE LABELS part
 'Part'.
VALUE LABELS part
 -998 'Non concerné (question non posée)'
 -999 'Sans réponse'.
MISSING VALUES part (-998, -999).
FORMATS part (F8.2).
VARIABLE LEVEL part (SCALE).
VARIABLE LABELS jour
 'Jour de la réunion'.
VALUE LABELS jour
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES jour (-98, -99).
FORMATS jour (SDATE10).
VARIABLE LEVEL jour (SCALE).
VARIABLE LABELS territoire
 'territoire'.
MISSING VALUES territoire ('-98', '-99').
VARIABLE LABELS codes_absence
 'Codes d’absence des colonnes où -98 ou -99 est une réponse'.
MRSETS
 /MDGROUP NAME=$Freins
 LABEL='Freins ; tous'
 VARIABLES=
  Freins_oui
  Freins_non
  Freins_tres_loin
  Freins_nsp
  Freins_refus
  Freins_nc VALUE=1.
MRSETS
 /MDGROUP NAME=$freins_oui_2
 LABEL='Autre question, dont le nom est celui d’un choix'
 VARIABLES=
  freins_oui_2_jamais
  freins_oui_2_parfois
  freins_oui_2_souvent VALUE=1.
SAVE OUTFILE='reponses.sav'
 /KEEP=
  reponse
  fictif
  jour_reception
  v_all
  commune
  frequence
  Freins_oui
  Freins_non
  Freins_tres_loin
  Freins_nsp
  Freins_refus
  Freins_nc
  freins_oui_2_jamais
  freins_oui_2_parfois
  freins_oui_2_souvent
  ordre_jamais
  ordre_parfois
  ordre_souvent
  part
  jour
  territoire
  codes_absence.

* -------------------- reponses-equipe.csv : Équipe.
GET DATA
 /TYPE=TXT
 /FILE='reponses-equipe.csv'
 /ENCODING='UTF8'
 /DELCASE=LINE
 /DELIMITERS=","
 /QUALIFIER='"'
 /ARRANGEMENT=DELIMITED
 /FIRSTCASE=2
 /VARIABLES=
  reponse F20.0
  n_equipe F20.0
  fictif F20.0
  nombre F20.0
  @5 A10
  .
RECODE @5
 ('oui'=1)
 ('non'=2)
 ('très-loin'=3)
 ('nsp'=-95)
 ('refus'=-96)
 ('nc'=-97)
 ('-98'=-98)
 ('-99'=-99)
 INTO role.
VARIABLE LABELS reponse
 'Numéro d’ordre de la réponse, sans lien avec la personne'.
FORMATS reponse (F8.0).
VARIABLE LEVEL reponse (NOMINAL).
VARIABLE LABELS n_equipe
 'Numéro d’ordre de l’élément « Équipe »'.
FORMATS n_equipe (F8.0).
VARIABLE LEVEL n_equipe (NOMINAL).
VARIABLE LABELS fictif
 'Données fictives (démonstration)'.
FORMATS fictif (F8.0).
VARIABLE LEVEL fictif (NOMINAL).
VARIABLE LABELS nombre
 'Combien ?'.
VALUE LABELS nombre
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES nombre (-98, -99).
FORMATS nombre (F8.0).
VARIABLE LEVEL nombre (SCALE).
VARIABLE LABELS role
 'Rôle'.
VALUE LABELS role
 1 'Oui'
 2 'Non ; l''autre "côté"'
 3 'Loin & 🦊'
 -95 'Ne sait pas'
 -96 'Ne souhaite pas répondre'
 -97 'Non concerné'
 -98 'Non concerné (question non posée)'
 -99 'Sans réponse'.
MISSING VALUES role (-99 THRU -95).
FORMATS role (F8.0).
VARIABLE LEVEL role (NOMINAL).
SAVE OUTFILE='reponses-equipe.sav'
 /KEEP=
  reponse
  n_equipe
  fictif
  nombre
  role.

RESTORE.
