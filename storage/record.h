/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the archive knows about a paper, a document, a meeting: plain records that indexer/ fills from its sources
 * and the catalogue stores and gives back.
 *
 * All strings are UTF-8 and borrowed: from the arena of the batch (indexer) or of the reading call (catalogue).
 * NULL means "not known"; nothing is guessed silently, so every value that can be read from the text or inferred
 * carries its origin. Dates are days (base/date.h), RAT_NO_DATE when unknown. Lists are arrays with counts.
 */
#ifndef STORAGE_RECORD_H
#define STORAGE_RECORD_H

#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/status.h"

enum rat_origin {
    RAT_ORIGIN_UNKNOWN = 0,
    RAT_ORIGIN_STATED = 1,  /* said by the source (OParl, JSONL) */
    RAT_ORIGIN_TEXT = 2,    /* read from the header of the text */
    RAT_ORIGIN_INFERRED = 3 /* concluded, for example from the meeting's date */
};
const char *rat_origin_name(enum rat_origin origin); /* "unknown", "stated", "text", "inferred" */

enum rat_tristate { RAT_UNKNOWN = -1, RAT_NO = 0, RAT_YES = 1 };

/* An open-ended field of a paper or document, such as {"kosten", "0 €"} or {"relevanz.bildung", "nein"}.
 * Names are lower case, dotted where they belong to a group. */
struct rat_field {
    const char *name, *value;
    enum rat_origin origin;
};

/* One station of a paper: the row of its Beratungsfolge. */
struct rat_consultation {
    const char *id;          /* OParl id, NULL when read from a text */
    const char *body_id;     /* OParl id of the organization; may dangle */
    const char *body;        /* Gremium by name, "Kreisausschuss" */
    const char *meeting_id;  /* may dangle */
    const char *item_id;     /* OParl id of the agenda item; may dangle */
    const char *item_number; /* "2 b" */
    const char *role;        /* "Vorberatung", "Entscheidung" */
    const char *result;      /* "einstimmig beschlossen" */
    int32_t date;            /* of the meeting */
    enum rat_tristate is_public;
    enum rat_tristate authoritative;
    enum rat_origin origin;
};

/* What a document names: an edge from its text to a number, a decision, a law, a budget. */
enum rat_reference_kind {
    RAT_REFERENCE_PAPER = 1,    /* key: number of a paper (text/paper_number.h), detail: without its prefix */
    RAT_REFERENCE_OWN = 2,      /* key: the number that the document prints as its own */
    RAT_REFERENCE_DECISION = 3, /* key: day "2010-12-17", detail: the body, folded ("gemeinderat") */
    RAT_REFERENCE_LAW = 4,      /* key: "§nkomvg:58.a1" as terms of citations have it (text/typed.h) */
    RAT_REFERENCE_BUDGET = 5,   /* key: "2015/2016" */
    RAT_REFERENCE_OUTSIDE = 6   /* key: number of a printed matter of a parliament */
};
const char *rat_reference_kind_name(enum rat_reference_kind kind); /* "paper", "own", "decision", ... */

/* In which words it does. */
enum rat_wording {
    RAT_WORDING_CITES = 1,
    RAT_WORDING_SEE = 2,         /* "siehe", "vgl.", "wird verwiesen" */
    RAT_WORDING_ANSWERS = 3,     /* "Stellungnahme zum Antrag" */
    RAT_WORDING_AMENDS = 4,      /* "Änderungsantrag zur Vorlage", "Ergänzung zu" */
    RAT_WORDING_AMENDED_BY = 5,  /* "dazu: Änderungsantrag: ... Vorlage:" */
    RAT_WORDING_REPLACES = 6,    /* "ersetzt die Vorlage" */
    RAT_WORDING_ATTACHED_TO = 7, /* "Anlage 2 zur Vorlage" */
    RAT_WORDING_DECIDED = 8      /* "beschlossen (Vorlage ...)" */
};
const char *rat_wording_name(enum rat_wording wording); /* "cites", "see", "answers", ... */

struct rat_reference {
    enum rat_reference_kind kind;
    enum rat_wording wording;
    const char *key;
    const char *detail;  /* see kind; NULL: none */
    const char *surface; /* as it is printed, white space made single, cut at 100 bytes */
    uint32_t start, end; /* bytes of the first place in the text; 0, 0: in the head as a whole */
    uint32_t times;      /* places in the text with this kind, key and wording */
    uint32_t digits;     /* of a running number that is written with a zero in front, 0: without */
    bool is_led;  /* "Vorlage Nr." or such stands before it, so it is a number whatever it looks like */
    int32_t hint; /* a day beside a number that restarts by term, RAT_NO_DATE: none */
};

/* A number by which a paper is found. */
struct rat_number {
    const char *key, *bare, *family; /* text/paper_number.h; bare may be NULL */
    uint32_t digits;
};

/* A link from one paper to another as the source states it; the direction is the source's (which may be inverted). */
struct rat_paper_link {
    const char *other_id;
    const char *kind; /* "superordinated", "subordinated" */
};

struct rat_paper {
    const char *id;                /* stable: OParl id, or "2020/740" for what came as text */
    const char *source;            /* the source's name, see rat_source_record */
    const char *reference;         /* number as the source or the text prints it */
    const char *reference_printed; /* as the text prints it when that differs from reference */
    const char *name;              /* subject */
    const char *type;              /* as stated */
    int32_t date;
    enum rat_origin date_origin;
    const char *lead_office; /* Federführend */
    const char *status;      /* "öffentlich" */
    enum rat_tristate is_public;
    const char *body; /* corporation as stated (OParl body id or JSONL body) */
    const char *municipality;
    const char *removed_at;         /* "YYYY-MM-DD": gone at the source since; NULL while it is there */
    const char *created, *modified; /* as the source says */
    const char *raw; /* the source's object as JSON text, kept for provenance; NULL for text files */
    const struct rat_consultation *consultations;
    size_t consultation_count;
    const struct rat_paper_link *links;
    size_t link_count;
    const struct rat_field *fields;
    size_t field_count;
    /* of reference and reference_printed; written only, part of no stamp. reading: version of their reader, 0: not read */
    const struct rat_number *numbers;
    size_t number_count;
    uint32_t reading;
};

/* What became of a document's file. The numbers are stored. */
enum rat_text_state {
    RAT_TEXT_FOUND = 0,
    RAT_TEXT_NONE = 1,   /* there is no text in it */
    RAT_TEXT_FAILED = 2, /* it could not be read */
    RAT_TEXT_PARTLY = 3  /* some of it could not */
};

/* A page of a text: bytes up to `end`, which is where the next one begins. */
struct rat_text_page {
    uint64_t end;
    uint8_t confidence; /* of its recognition, 1..100; 0: it was not recognised, the file has the text */
};

const char *rat_text_state_name(enum rat_text_state state); /* "text", "none", "failed", "partly" */

struct rat_document {
    uint32_t docnum;      /* permanent import number, 1.., given by the catalogue; 0 before */
    const char *id;       /* stable and unique in the archive: File id, JSONL id, path */
    const char *paper_id; /* NULL when it belongs to none */
    const char *meeting_id;
    const char *source;
    const char *title; /* what is searched as title: the paper's name + " " + the file's own name */
    const char *name;  /* the file's own name */
    const char *type;
    const char *reference;
    int32_t date;
    enum rat_origin date_origin;
    const char *body, *municipality;
    const char *const *committees; /* distinct names of Gremien, in the order of consultation */
    size_t committee_count;
    const char *lead_office, *status;
    enum rat_tristate is_public;
    const char *location;     /* file path or URL that it was read from */
    const char *download_url; /* where people can get the original; may be NULL */
    const char *mime_type;
    const char *modified; /* as the source says */
    const char *raw;      /* unknown keys of the source as one JSON object; NULL when none */
    const struct rat_field *fields;
    size_t field_count;
    /* of the content; set by the importer */
    uint8_t original_sha[RAT_SHA256_BYTES]; /* original bytes */
    uint8_t text_sha[RAT_SHA256_BYTES];     /* extracted UTF-8 text */
    uint64_t original_size, text_size;      /* bytes */
    const char *encoding;                   /* "windows-1252" */
    uint64_t undecodable;                   /* bytes that became U+FFFD */
    const char *extractor;                  /* "text/1": who made the text, with its version */
    /* what the text names: put with the document, got by rat_catalogue_references, part of no stamp. reading: as of papers */
    const struct rat_reference *references;
    size_t reference_count;
    uint32_t reading;
    enum rat_text_state text_state;
    const char *problems; /* of reading it: names as in extract/problem.h, spaces between; NULL: none */
    uint8_t confidence;   /* of the recognised pages together, 1..100; 0: none was */
    const struct rat_text_page *pages; /* ascending; none when the format has no pages */
    size_t page_count;
    const char *container; /* id of the archive or mail that it was inside of; NULL */
    /* of the archive; read only for the importer */
    uint32_t version;        /* 1.. */
    const char *imported_at; /* time of this version */
    const char *removed_at;  /* "bei der Quelle entfernt am": day, NULL while it is there */
    uint64_t stamp;          /* rat_document_stamp when it was stored */
};

/* The number of the page that byte `offset` of the text stands on, 1..; 0: the document has no pages. */
uint32_t rat_document_page(const struct rat_document *document, uint64_t offset);

struct rat_organization {
    const char *id, *name, *short_name, *classification, *start_date, *end_date, *raw;
};

struct rat_meeting {
    const char *id, *source, *name;
    const char *start, *end; /* as stated; end may be before start */
    const char *location;
    const char *const *organization_ids;
    size_t organization_count;
    const char *removed_at, *modified, *raw;
    const struct rat_agenda_item *items;
    size_t item_count;
};

struct rat_agenda_item {
    const char *id, *number, *name, *result, *consultation_id;
    int64_t order;
    enum rat_tristate is_public;
};

/* A place that was imported from: one row per root path or file. */
struct rat_source_record {
    const char *name; /* absolute path as given to import */
    const char *kind; /* "file", "folder", "jsonl", "oparl" */
    bool mirror;      /* what is missing after a complete pass was deleted at the source */
};

/* Hashes over everything in the record that a reader or the index can see (the content only by its SHA-256), so that
 * an unchanged object is recognised without comparing. Equal records have equal stamps on every machine. docnum,
 * version, imported_at, removed_at (document) and stamp itself are left out. salt: what else decides how
 * the record is used (analyzer version, reader-of-headers version). RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_document_stamp(const struct rat_document *document, uint64_t salt,
                                             uint64_t *out);
RAT_MUST_CHECK rat_status rat_paper_stamp(const struct rat_paper *paper, uint64_t salt, uint64_t *out);
RAT_MUST_CHECK rat_status rat_meeting_stamp(const struct rat_meeting *meeting, uint64_t salt, uint64_t *out);

#endif
