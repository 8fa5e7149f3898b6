/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xapian/shim.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

struct rat_xapian_document {
    Xapian::Document document;
};

struct rat_xapian_database {
    Xapian::Database database;
};

struct rat_xapian_writer {
    Xapian::WritableDatabase database;
    bool in_transaction = false;
    explicit rat_xapian_writer(const Xapian::WritableDatabase &opened) : database(opened) {}
};

struct rat_xapian_query {
    Xapian::Query query;
    explicit rat_xapian_query(const Xapian::Query &made) : query(made) {}
};

/* Spies are only pointed to by the enquiry, so they stand before it and go after it. */
struct rat_xapian_found {
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
    Xapian::Enquire enquire;
    Xapian::MSet set;
    explicit rat_xapian_found(const Xapian::Database &database) : enquire(database) {}
};

namespace {

/* ---- from exceptions to statuses: the one place that catches ---- */

void copy_text(char *dst, size_t capacity, const char *text) noexcept
{
    size_t n = text ? std::min(std::strlen(text), capacity - 1) : 0;
    if (n)
        std::memcpy(dst, text, n);
    dst[n] = '\0';
}

void add_text(char *dst, size_t capacity, const char *text) noexcept
{
    size_t n = std::strlen(dst);
    copy_text(dst + n, capacity - n, text);
}

rat_xapian_status tell(rat_xapian_err *err, rat_xapian_status status, const char *msg) noexcept
{
    if (err) {
        err->status = status;
        err->type[0] = err->context[0] = '\0';
        copy_text(err->msg, sizeof err->msg, msg);
    }
    return status;
}

rat_xapian_status tell(rat_xapian_err *err, rat_xapian_status status, const Xapian::Error &error) noexcept
{
    tell(err, status, error.get_msg().c_str());
    if (!err)
        return status;
    copy_text(err->type, sizeof err->type, error.get_type());
    copy_text(err->context, sizeof err->context, error.get_context().c_str());
    const char *reason = error.get_error_string();
    if (reason) {
        add_text(err->msg, sizeof err->msg, ": ");
        add_text(err->msg, sizeof err->msg, reason);
    }
    return status;
}

/* Called in a handler: what was thrown, by class, the narrower before the wider. */
rat_xapian_status translate(rat_xapian_err *err) noexcept
{
#define CLASS(name, status)                           \
    catch (const Xapian::name &error)                 \
    {                                                 \
        return tell(err, RAT_XAPIAN_##status, error); \
    }
    try {
        throw;
    }
    CLASS(AssertionError, ASSERTION)
    CLASS(InvalidArgumentError, INVALID_ARGUMENT)
    CLASS(InvalidOperationError, INVALID_OPERATION)
    CLASS(UnimplementedError, UNIMPLEMENTED)
    CLASS(DatabaseClosedError, DATABASE_CLOSED)
    CLASS(DatabaseCorruptError, DATABASE_CORRUPT)
    CLASS(DatabaseCreateError, DATABASE_CREATE)
    CLASS(DatabaseLockError, DATABASE_LOCK)
    CLASS(DatabaseModifiedError, DATABASE_MODIFIED)
    CLASS(DatabaseNotFoundError, DATABASE_NOT_FOUND)
    CLASS(DatabaseVersionError, DATABASE_VERSION)
    CLASS(DatabaseOpeningError, DATABASE_OPENING)
    CLASS(DatabaseError, DATABASE)
    CLASS(DocNotFoundError, DOCUMENT_NOT_FOUND)
    CLASS(FeatureUnavailableError, FEATURE_UNAVAILABLE)
    CLASS(InternalError, INTERNAL)
    CLASS(NetworkTimeoutError, NETWORK_TIMEOUT)
    CLASS(NetworkError, NETWORK)
    CLASS(QueryParserError, QUERY_PARSER)
    CLASS(RangeError, RANGE)
    CLASS(SerialisationError, SERIALISATION)
    CLASS(WildcardError, WILDCARD)
    CLASS(Error, OTHER)
    catch (const std::bad_alloc &)
    {
        return tell(err, RAT_XAPIAN_NO_MEMORY, "out of memory");
    }
    catch (const std::length_error &)
    {
        return tell(err, RAT_XAPIAN_NO_MEMORY, "larger than memory can be");
    }
    catch (const std::exception &error)
    {
        return tell(err, RAT_XAPIAN_FOREIGN, error.what());
    }
    catch (...)
    {
        return tell(err, RAT_XAPIAN_UNKNOWN, "an exception of no known kind");
    }
#undef CLASS
}

/* Every entry runs its body in here. */
template <class Body> rat_xapian_status guard(rat_xapian_err *err, Body &&body) noexcept
{
    try {
        body();
        return RAT_XAPIAN_OK;
    } catch (...) {
        return translate(err);
    }
}

template <class Handle> void release(Handle *handle) noexcept
{
    guard(nullptr, [&] { delete handle; });
}

/* ---- bytes in and out ---- */

std::string bytes_of(const void *bytes, size_t n)
{
    return n ? std::string(static_cast<const char *>(bytes), n) : std::string();
}

void give(const std::string &bytes, void *dst, size_t capacity, size_t *size)
{
    size_t n = std::min(bytes.size(), capacity);
    if (n)
        std::memcpy(dst, bytes.data(), n);
    *size = bytes.size();
}

/* False: the callback has had enough. */
bool offer(rat_xapian_each *each, void *ctx, const std::string &bytes, uint32_t number, uint64_t count)
{
    const rat_xapian_item item = {bytes.data(), bytes.size(), number, count};
    return each(ctx, &item);
}

const std::string no_bytes;

/* ---- places ---- */

enum class Kind { local, tcp, prog };

Kind kind_of(const rat_xapian_place &place)
{
    if (!!place.path + !!place.host + !!place.program != 1)
        throw Xapian::InvalidArgumentError("a place is one of path, host, program");
    return place.path ? Kind::local : place.host ? Kind::tcp : Kind::prog;
}

std::string text_of(const char *text)
{
    return text ? text : "";
}

Xapian::Database open_database(const rat_xapian_place &place)
{
    switch (kind_of(place)) {
    case Kind::local: break;
    case Kind::tcp:
        return Xapian::Remote::open(place.host, place.port, place.timeout_ms, place.connect_timeout_ms);
    case Kind::prog: return Xapian::Remote::open(place.program, text_of(place.args), place.timeout_ms);
    }
    return Xapian::Database(place.path);
}

int flags_of(rat_xapian_mode mode, uint32_t flags)
{
    int action = mode == RAT_XAPIAN_CREATE           ? Xapian::DB_CREATE
                 : mode == RAT_XAPIAN_CREATE_OR_OPEN ? Xapian::DB_CREATE_OR_OPEN
                 : mode == RAT_XAPIAN_OVERWRITE      ? Xapian::DB_CREATE_OR_OVERWRITE
                                                     : Xapian::DB_OPEN;
    return action | (flags & RAT_XAPIAN_NO_SYNC ? Xapian::DB_NO_SYNC : 0) |
           (flags & RAT_XAPIAN_NO_TERMLIST ? Xapian::DB_NO_TERMLIST : 0);
}

Xapian::WritableDatabase open_writer(const rat_xapian_place &place, rat_xapian_mode mode, uint32_t flags)
{
    Kind kind = kind_of(place);
    if (kind == Kind::local)
        return Xapian::WritableDatabase(place.path, flags_of(mode, flags));
    if (mode != RAT_XAPIAN_OPEN || flags)
        throw Xapian::InvalidArgumentError("a remote database can only be opened as it is");
    if (kind == Kind::tcp)
        return Xapian::Remote::open_writable(place.host, place.port, place.timeout_ms,
                                             place.connect_timeout_ms);
    return Xapian::Remote::open_writable(place.program, text_of(place.args), place.timeout_ms);
}

/* ---- queries ---- */

Xapian::Query::op op_of(rat_xapian_op op)
{
    switch (op) {
    case RAT_XAPIAN_AND: return Xapian::Query::OP_AND;
    case RAT_XAPIAN_OR: return Xapian::Query::OP_OR;
    case RAT_XAPIAN_XOR: return Xapian::Query::OP_XOR;
    case RAT_XAPIAN_AND_NOT: return Xapian::Query::OP_AND_NOT;
    case RAT_XAPIAN_AND_MAYBE: return Xapian::Query::OP_AND_MAYBE;
    case RAT_XAPIAN_FILTER: return Xapian::Query::OP_FILTER;
    case RAT_XAPIAN_NEAR: return Xapian::Query::OP_NEAR;
    case RAT_XAPIAN_PHRASE: return Xapian::Query::OP_PHRASE;
    case RAT_XAPIAN_SYNONYM: return Xapian::Query::OP_SYNONYM;
    case RAT_XAPIAN_MAX: return Xapian::Query::OP_MAX;
    }
    throw Xapian::InvalidArgumentError("no such operator");
}

int limit_of(rat_xapian_beyond beyond)
{
    switch (beyond) {
    case RAT_XAPIAN_FAIL: return Xapian::Query::WILDCARD_LIMIT_ERROR;
    case RAT_XAPIAN_FIRST: return Xapian::Query::WILDCARD_LIMIT_FIRST;
    case RAT_XAPIAN_MOST_FREQUENT: return Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT;
    }
    throw Xapian::InvalidArgumentError("no such way to go on beyond the limit");
}

template <class Make>
rat_xapian_status make_query(rat_xapian_query **out, rat_xapian_err *err, Make &&make) noexcept
{
    return guard(err, [&] { *out = new rat_xapian_query(make()); });
}

/* ---- asking ---- */

void set_order(Xapian::Enquire &enquire, const rat_xapian_request &request)
{
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    switch (request.order) {
    case RAT_XAPIAN_BY_SCORE: enquire.set_sort_by_relevance(); return;
    case RAT_XAPIAN_BY_VALUE: enquire.set_sort_by_value(request.order_slot, request.descending); return;
    case RAT_XAPIAN_BY_SCORE_THEN_VALUE:
        enquire.set_sort_by_relevance_then_value(request.order_slot, request.descending);
        return;
    case RAT_XAPIAN_BY_VALUE_THEN_SCORE:
        enquire.set_sort_by_value_then_relevance(request.order_slot, request.descending);
        return;
    }
    throw Xapian::InvalidArgumentError("no such order");
}

void prepare(rat_xapian_found &found, const Xapian::Query &query, const rat_xapian_request &request)
{
    Xapian::Enquire &enquire = found.enquire;
    enquire.set_query(query);
    if (request.weight == RAT_XAPIAN_BM25)
        enquire.set_weighting_scheme(
            Xapian::BM25Weight(request.k1, request.k2, request.k3, request.b, request.min_length));
    else
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    set_order(enquire, request);
    if (request.collapse_max)
        enquire.set_collapse_key(request.collapse_slot, request.collapse_max);
    enquire.set_cutoff(request.cutoff_percent, request.cutoff_score);
    if (request.time_limit > 0)
        enquire.set_time_limit(request.time_limit);
    for (size_t i = 0; i < request.facet_count; i++) {
        found.spies.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(request.facet_slots[i]));
        enquire.add_matchspy(found.spies.back().get());
    }
}

} // namespace

/* ---- errors, numbers ---- */

const char *rat_xapian_status_name(rat_xapian_status status)
{
    static const char *const names[] = {"ok",
                                        "assertion",
                                        "invalid-argument",
                                        "invalid-operation",
                                        "unimplemented",
                                        "database",
                                        "database-closed",
                                        "database-corrupt",
                                        "database-create",
                                        "database-lock",
                                        "database-modified",
                                        "database-not-found",
                                        "database-opening",
                                        "database-version",
                                        "document-not-found",
                                        "feature-unavailable",
                                        "internal",
                                        "network",
                                        "network-timeout",
                                        "query-parser",
                                        "range",
                                        "serialisation",
                                        "wildcard",
                                        "other",
                                        "no-memory",
                                        "foreign",
                                        "unknown"};
    size_t i = static_cast<size_t>(status);
    return i < sizeof names / sizeof names[0] ? names[i] : "?";
}

const char *rat_xapian_version(void)
{
    return Xapian::version_string();
}

size_t rat_xapian_number_encode(double number, void *dst)
{
    static_assert(RAT_XAPIAN_NUMBER_BYTES == 9, "what sortable_serialise_ writes at most");
    return Xapian::sortable_serialise_(std::isnan(number) ? 0 : number, static_cast<char *>(dst));
}

double rat_xapian_number_decode(const void *bytes, size_t n)
{
    double number = 0;
    guard(nullptr, [&] {
        number = Xapian::sortable_unserialise(
            bytes_of(bytes, std::min(n, static_cast<size_t>(RAT_XAPIAN_NUMBER_BYTES))));
    });
    return number;
}

/* ---- documents ---- */

rat_xapian_status rat_xapian_document_new(rat_xapian_document **out, rat_xapian_err *err)
{
    return guard(err, [&] { *out = new rat_xapian_document(); });
}

void rat_xapian_document_free(rat_xapian_document *document)
{
    release(document);
}

rat_xapian_status rat_xapian_document_add_term(rat_xapian_document *document, const void *term, size_t n,
                                               uint32_t wdf, rat_xapian_err *err)
{
    return guard(err, [&] { document->document.add_term(bytes_of(term, n), wdf); });
}

rat_xapian_status rat_xapian_document_add_posting(rat_xapian_document *document, const void *term, size_t n,
                                                  uint32_t position, uint32_t wdf, rat_xapian_err *err)
{
    return guard(err, [&] { document->document.add_posting(bytes_of(term, n), position, wdf); });
}

rat_xapian_status rat_xapian_document_remove_term(rat_xapian_document *document, const void *term, size_t n,
                                                  rat_xapian_err *err)
{
    return guard(err, [&] { document->document.remove_term(bytes_of(term, n)); });
}

rat_xapian_status rat_xapian_document_set_value(rat_xapian_document *document, uint32_t slot,
                                                const void *bytes, size_t n, rat_xapian_err *err)
{
    return guard(err, [&] { document->document.add_value(slot, bytes_of(bytes, n)); });
}

rat_xapian_status rat_xapian_document_set_number(rat_xapian_document *document, uint32_t slot, double number,
                                                 rat_xapian_err *err)
{
    char bytes[RAT_XAPIAN_NUMBER_BYTES];
    size_t n = rat_xapian_number_encode(number, bytes);
    return rat_xapian_document_set_value(document, slot, bytes, n, err);
}

rat_xapian_status rat_xapian_document_set_data(rat_xapian_document *document, const void *bytes, size_t n,
                                               rat_xapian_err *err)
{
    return guard(err, [&] { document->document.set_data(bytes_of(bytes, n)); });
}

rat_xapian_status rat_xapian_document_value(const rat_xapian_document *document, uint32_t slot, void *dst,
                                            size_t capacity, size_t *size, rat_xapian_err *err)
{
    return guard(err, [&] { give(document->document.get_value(slot), dst, capacity, size); });
}

rat_xapian_status rat_xapian_document_data(const rat_xapian_document *document, void *dst, size_t capacity,
                                           size_t *size, rat_xapian_err *err)
{
    return guard(err, [&] { give(document->document.get_data(), dst, capacity, size); });
}

rat_xapian_status rat_xapian_document_terms(const rat_xapian_document *document, rat_xapian_each *each,
                                            void *ctx, rat_xapian_err *err)
{
    return guard(err, [&] {
        const Xapian::Document &from = document->document;
        for (auto at = from.termlist_begin(); at != from.termlist_end(); ++at)
            if (!offer(each, ctx, *at, 0, at.get_wdf()))
                return;
    });
}

/* ---- reading ---- */

rat_xapian_status rat_xapian_database_open(const rat_xapian_place *place, rat_xapian_database **out,
                                           rat_xapian_err *err)
{
    return guard(err, [&] { *out = new rat_xapian_database{open_database(*place)}; });
}

rat_xapian_status rat_xapian_database_join(rat_xapian_database *const *parts, size_t n,
                                           rat_xapian_database **out, rat_xapian_err *err)
{
    return guard(err, [&] {
        Xapian::Database all;
        for (size_t i = 0; i < n; i++)
            all.add_database(parts[i]->database);
        *out = new rat_xapian_database{all};
    });
}

void rat_xapian_database_free(rat_xapian_database *database)
{
    release(database);
}

rat_xapian_status rat_xapian_database_close(rat_xapian_database *database, rat_xapian_err *err)
{
    return guard(err, [&] { database->database.close(); });
}

rat_xapian_status rat_xapian_database_reopen(rat_xapian_database *database, bool *moved, rat_xapian_err *err)
{
    return guard(err, [&] {
        bool has_moved = database->database.reopen();
        if (moved)
            *moved = has_moved;
    });
}

rat_xapian_status rat_xapian_database_keep_alive(rat_xapian_database *database, rat_xapian_err *err)
{
    return guard(err, [&] { database->database.keep_alive(); });
}

rat_xapian_status rat_xapian_database_facts(const rat_xapian_database *database, rat_xapian_facts *out,
                                            rat_xapian_err *err)
{
    return guard(err, [&] {
        const Xapian::Database &from = database->database;
        rat_xapian_facts facts;
        facts.documents = from.get_doccount();
        facts.last_docid = from.get_lastdocid();
        facts.parts = static_cast<uint32_t>(from.size());
        facts.total_length = from.get_total_length();
        facts.average_length = from.get_average_length();
        facts.has_positions = from.has_positions();
        *out = facts;
    });
}

rat_xapian_status rat_xapian_database_count(const rat_xapian_database *database, const void *term, size_t n,
                                            uint32_t *documents, uint64_t *occurrences, rat_xapian_err *err)
{
    return guard(err, [&] {
        std::string name = bytes_of(term, n);
        uint32_t have = database->database.get_termfreq(name);
        uint64_t sum = database->database.get_collection_freq(name);
        *documents = have;
        *occurrences = sum;
    });
}

rat_xapian_status rat_xapian_database_length(const rat_xapian_database *database, uint32_t docid,
                                             uint32_t *length, rat_xapian_err *err)
{
    return guard(err, [&] { *length = database->database.get_doclength(docid); });
}

rat_xapian_status rat_xapian_database_document(const rat_xapian_database *database, uint32_t docid,
                                               rat_xapian_document **out, rat_xapian_err *err)
{
    return guard(err, [&] { *out = new rat_xapian_document{database->database.get_document(docid)}; });
}

rat_xapian_status rat_xapian_database_metadata(const rat_xapian_database *database, const void *key, size_t n,
                                               void *dst, size_t capacity, size_t *size, rat_xapian_err *err)
{
    return guard(err, [&] { give(database->database.get_metadata(bytes_of(key, n)), dst, capacity, size); });
}

rat_xapian_status rat_xapian_database_value_bound(const rat_xapian_database *database, uint32_t slot,
                                                  bool upper, void *dst, size_t capacity, size_t *size,
                                                  rat_xapian_err *err)
{
    return guard(err, [&] {
        const Xapian::Database &from = database->database;
        give(upper ? from.get_value_upper_bound(slot) : from.get_value_lower_bound(slot), dst, capacity,
             size);
    });
}

rat_xapian_status rat_xapian_database_terms(const rat_xapian_database *database, const void *prefix, size_t n,
                                            rat_xapian_each *each, void *ctx, rat_xapian_err *err)
{
    return guard(err, [&] {
        std::string beginning = bytes_of(prefix, n);
        const Xapian::Database &from = database->database;
        for (auto at = from.allterms_begin(beginning); at != from.allterms_end(beginning); ++at)
            if (!offer(each, ctx, *at, 0, at.get_termfreq()))
                return;
    });
}

rat_xapian_status rat_xapian_database_document_terms(const rat_xapian_database *database, uint32_t docid,
                                                     rat_xapian_each *each, void *ctx, rat_xapian_err *err)
{
    return guard(err, [&] {
        const Xapian::Database &from = database->database;
        for (auto at = from.termlist_begin(docid); at != from.termlist_end(docid); ++at)
            if (!offer(each, ctx, *at, at.get_termfreq(), at.get_wdf()))
                return;
    });
}

rat_xapian_status rat_xapian_database_postings(const rat_xapian_database *database, const void *term,
                                               size_t n, rat_xapian_each *each, void *ctx,
                                               rat_xapian_err *err)
{
    return guard(err, [&] {
        std::string name = bytes_of(term, n);
        const Xapian::Database &from = database->database;
        for (auto at = from.postlist_begin(name); at != from.postlist_end(name); ++at)
            if (!offer(each, ctx, no_bytes, *at, at.get_wdf()))
                return;
    });
}

rat_xapian_status rat_xapian_database_positions(const rat_xapian_database *database, uint32_t docid,
                                                const void *term, size_t n, rat_xapian_each *each, void *ctx,
                                                rat_xapian_err *err)
{
    return guard(err, [&] {
        std::string name = bytes_of(term, n);
        const Xapian::Database &from = database->database;
        for (auto at = from.positionlist_begin(docid, name); at != from.positionlist_end(docid, name); ++at)
            if (!offer(each, ctx, no_bytes, *at, 1))
                return;
    });
}

rat_xapian_status rat_xapian_database_values(const rat_xapian_database *database, uint32_t slot,
                                             rat_xapian_each *each, void *ctx, rat_xapian_err *err)
{
    return guard(err, [&] {
        const Xapian::Database &from = database->database;
        for (auto at = from.valuestream_begin(slot); at != from.valuestream_end(slot); ++at)
            if (!offer(each, ctx, *at, at.get_docid(), 1))
                return;
    });
}

rat_xapian_status rat_xapian_database_spelling(const rat_xapian_database *database, const void *word,
                                               size_t n, void *dst, size_t capacity, size_t *size,
                                               rat_xapian_err *err)
{
    return guard(err, [&] {
        give(database->database.get_spelling_suggestion(bytes_of(word, n)), dst, capacity, size);
    });
}

rat_xapian_status rat_xapian_database_compact(rat_xapian_database *database, const char *path,
                                              rat_xapian_err *err)
{
    return guard(err, [&] { database->database.compact(path, Xapian::DBCOMPACT_NO_RENUMBER); });
}

rat_xapian_status rat_xapian_check(const char *path, size_t *errors, void *dst, size_t capacity, size_t *size,
                                   rat_xapian_err *err)
{
    return guard(err, [&] {
        std::ostringstream report;
        size_t found = Xapian::Database::check(path, 0, &report);
        give(report.str(), dst, capacity, size);
        *errors = found;
    });
}

/* ---- writing ---- */

rat_xapian_status rat_xapian_writer_open(const rat_xapian_place *place, rat_xapian_mode mode, uint32_t flags,
                                         rat_xapian_writer **out, rat_xapian_err *err)
{
    return guard(err, [&] { *out = new rat_xapian_writer(open_writer(*place, mode, flags)); });
}

rat_xapian_status rat_xapian_writer_close(rat_xapian_writer *writer, rat_xapian_err *err)
{
    return guard(err, [&] {
        writer->in_transaction = false;
        writer->database.close();
    });
}

void rat_xapian_writer_free(rat_xapian_writer *writer)
{
    release(writer);
}

rat_xapian_status rat_xapian_writer_begin(rat_xapian_writer *writer, rat_xapian_err *err)
{
    return guard(err, [&] {
        writer->database.begin_transaction();
        writer->in_transaction = true;
    });
}

rat_xapian_status rat_xapian_writer_commit(rat_xapian_writer *writer, rat_xapian_err *err)
{
    return guard(err, [&] {
        if (!writer->in_transaction) {
            writer->database.commit();
            return;
        }
        writer->in_transaction = false; /* whether it works or not */
        writer->database.commit_transaction();
    });
}

rat_xapian_status rat_xapian_writer_cancel(rat_xapian_writer *writer, rat_xapian_err *err)
{
    return guard(err, [&] {
        writer->in_transaction = false;
        writer->database.cancel_transaction();
    });
}

rat_xapian_status rat_xapian_writer_add(rat_xapian_writer *writer, const rat_xapian_document *document,
                                        uint32_t *docid, rat_xapian_err *err)
{
    return guard(err, [&] {
        uint32_t given = writer->database.add_document(document->document);
        if (docid)
            *docid = given;
    });
}

rat_xapian_status rat_xapian_writer_put(rat_xapian_writer *writer, uint32_t docid,
                                        const rat_xapian_document *document, rat_xapian_err *err)
{
    return guard(err, [&] { writer->database.replace_document(docid, document->document); });
}

rat_xapian_status rat_xapian_writer_put_by_term(rat_xapian_writer *writer, const void *term, size_t n,
                                                const rat_xapian_document *document, uint32_t *docid,
                                                rat_xapian_err *err)
{
    return guard(err, [&] {
        uint32_t given = writer->database.replace_document(bytes_of(term, n), document->document);
        if (docid)
            *docid = given;
    });
}

rat_xapian_status rat_xapian_writer_delete(rat_xapian_writer *writer, uint32_t docid, rat_xapian_err *err)
{
    return guard(err, [&] { writer->database.delete_document(docid); });
}

rat_xapian_status rat_xapian_writer_delete_by_term(rat_xapian_writer *writer, const void *term, size_t n,
                                                   rat_xapian_err *err)
{
    return guard(err, [&] { writer->database.delete_document(bytes_of(term, n)); });
}

rat_xapian_status rat_xapian_writer_set_metadata(rat_xapian_writer *writer, const void *key, size_t key_n,
                                                 const void *bytes, size_t n, rat_xapian_err *err)
{
    return guard(err, [&] { writer->database.set_metadata(bytes_of(key, key_n), bytes_of(bytes, n)); });
}

rat_xapian_status rat_xapian_writer_spelling(rat_xapian_writer *writer, const void *word, size_t n,
                                             int32_t times, rat_xapian_err *err)
{
    return guard(err, [&] {
        std::string spelt = bytes_of(word, n);
        if (times > 0)
            writer->database.add_spelling(spelt, static_cast<uint32_t>(times));
        else if (times < 0)
            writer->database.remove_spelling(spelt, 0u - static_cast<uint32_t>(times));
    });
}

rat_xapian_status rat_xapian_writer_database(rat_xapian_writer *writer, rat_xapian_database **out,
                                             rat_xapian_err *err)
{
    return guard(err, [&] { *out = new rat_xapian_database{writer->database}; });
}

/* ---- queries ---- */

void rat_xapian_query_free(rat_xapian_query *query)
{
    release(query);
}

rat_xapian_status rat_xapian_query_term(const void *term, size_t n, rat_xapian_query **out,
                                        rat_xapian_err *err)
{
    return make_query(out, err, [&] { return Xapian::Query(bytes_of(term, n)); });
}

rat_xapian_status rat_xapian_query_all(rat_xapian_query **out, rat_xapian_err *err)
{
    return make_query(out, err, [] { return Xapian::Query(std::string()); });
}

rat_xapian_status rat_xapian_query_nothing(rat_xapian_query **out, rat_xapian_err *err)
{
    return make_query(out, err, [] { return Xapian::Query(); });
}

rat_xapian_status rat_xapian_query_combine(rat_xapian_op op, rat_xapian_query *const *parts, size_t n,
                                           uint32_t window, rat_xapian_query **out, rat_xapian_err *err)
{
    return make_query(out, err, [&] {
        std::vector<Xapian::Query> all;
        all.reserve(n);
        for (size_t i = 0; i < n; i++)
            all.push_back(parts[i]->query);
        return Xapian::Query(op_of(op), all.begin(), all.end(), window);
    });
}

rat_xapian_status rat_xapian_query_scale(const rat_xapian_query *query, double factor, rat_xapian_query **out,
                                         rat_xapian_err *err)
{
    return make_query(out, err,
                      [&] { return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query->query, factor); });
}

rat_xapian_status rat_xapian_query_range(uint32_t slot, const void *from, size_t from_n, const void *to,
                                         size_t to_n, rat_xapian_query **out, rat_xapian_err *err)
{
    return make_query(out, err, [&] {
        if (!to)
            return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, from ? bytes_of(from, from_n) : "");
        if (!from)
            return Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, bytes_of(to, to_n));
        return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, bytes_of(from, from_n), bytes_of(to, to_n));
    });
}

rat_xapian_status rat_xapian_query_prefix(const void *prefix, size_t n, uint32_t max,
                                          rat_xapian_beyond beyond, rat_xapian_op combined,
                                          rat_xapian_query **out, rat_xapian_err *err)
{
    return make_query(out, err, [&] {
        return Xapian::Query(Xapian::Query::OP_WILDCARD, bytes_of(prefix, n), max, limit_of(beyond),
                             op_of(combined));
    });
}

rat_xapian_status rat_xapian_query_describe(const rat_xapian_query *query, void *dst, size_t capacity,
                                            size_t *size, rat_xapian_err *err)
{
    return guard(err, [&] { give(query->query.get_description(), dst, capacity, size); });
}

/* ---- asking ---- */

rat_xapian_status rat_xapian_search(const rat_xapian_database *database, const rat_xapian_query *query,
                                    const rat_xapian_request *request, rat_xapian_found **out,
                                    rat_xapian_err *err)
{
    return guard(err, [&] {
        std::unique_ptr<rat_xapian_found> found(new rat_xapian_found(database->database));
        prepare(*found, query->query, *request);
        found->set = found->enquire.get_mset(request->offset, request->limit, request->check_at_least);
        *out = found.release();
    });
}

void rat_xapian_found_free(rat_xapian_found *found)
{
    release(found);
}

void rat_xapian_found_counts(const rat_xapian_found *found, rat_xapian_counts *out)
{
    rat_xapian_counts counts = {};
    guard(nullptr, [&] {
        const Xapian::MSet &set = found->set;
        counts = rat_xapian_counts{set.get_matches_lower_bound(),
                                   set.get_matches_estimated(),
                                   set.get_matches_upper_bound(),
                                   set.get_uncollapsed_matches_lower_bound(),
                                   set.get_uncollapsed_matches_estimated(),
                                   set.get_uncollapsed_matches_upper_bound(),
                                   set.get_max_attained(),
                                   set.get_max_possible()};
    });
    *out = counts;
}

size_t rat_xapian_found_size(const rat_xapian_found *found)
{
    size_t size = 0;
    guard(nullptr, [&] { size = found->set.size(); });
    return size;
}

namespace {

Xapian::MSetIterator hit_at(const rat_xapian_found *found, size_t i)
{
    if (i >= found->set.size())
        throw Xapian::RangeError("no such hit on this page");
    return found->set[static_cast<Xapian::doccount>(i)];
}

} // namespace

rat_xapian_status rat_xapian_found_hit(const rat_xapian_found *found, size_t i, rat_xapian_hit *out,
                                       rat_xapian_err *err)
{
    return guard(err, [&] {
        Xapian::MSetIterator at = hit_at(found, i);
        *out = rat_xapian_hit{*at, at.get_weight(), at.get_percent(), at.get_collapse_count()};
    });
}

rat_xapian_status rat_xapian_found_document(const rat_xapian_found *found, size_t i,
                                            rat_xapian_document **out, rat_xapian_err *err)
{
    return guard(err, [&] { *out = new rat_xapian_document{hit_at(found, i).get_document()}; });
}

rat_xapian_status rat_xapian_found_count(const rat_xapian_found *found, const void *term, size_t n,
                                         uint32_t *documents, rat_xapian_err *err)
{
    return guard(err, [&] { *documents = found->set.get_termfreq(bytes_of(term, n)); });
}

rat_xapian_status rat_xapian_found_terms(const rat_xapian_found *found, uint32_t docid, rat_xapian_each *each,
                                         void *ctx, rat_xapian_err *err)
{
    return guard(err, [&] {
        const Xapian::Enquire &from = found->enquire;
        for (auto at = from.get_matching_terms_begin(docid); at != from.get_matching_terms_end(docid); ++at)
            if (!offer(each, ctx, *at, 0, 1))
                return;
    });
}

rat_xapian_status rat_xapian_found_facet(const rat_xapian_found *found, size_t i, rat_xapian_each *each,
                                         void *ctx, uint64_t *total, rat_xapian_err *err)
{
    return guard(err, [&] {
        if (i >= found->spies.size())
            throw Xapian::RangeError("no such facet of this request");
        const Xapian::ValueCountMatchSpy &spy = *found->spies[i];
        if (total)
            *total = spy.get_total();
        for (auto at = spy.values_begin(); at != spy.values_end(); ++at)
            if (!offer(each, ctx, *at, 0, at.get_termfreq()))
                return;
    });
}
