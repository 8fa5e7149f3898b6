/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Xapian's glass as a peer: no termlists (nothing is deleted here), a commit per three million positions (more memory makes it no faster), then compacted.
 * BM25 with Lucene's k1 and b, lengths as they are. Xapian's idf is log((N - df + 0.5) / (df + 0.5)), lifted where that
 * falls below log 2, and it scores a phrase as the sum of its words: its lists differ from Lucene's by that, not its matches.
 */
#include "benchmarks/peers/peer.h"

#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

static const uint64_t POSITIONS_PER_COMMIT = 3000000;

static std::string folder;
static Xapian::WritableDatabase writer;
static uint64_t pending;
static bool with_positions;

/* ---- index ---- */

static void create(const char *dir, bool positions)
{
    setenv("XAPIAN_FLUSH_THRESHOLD", "1000000000", 1); /* add() commits */
    folder = dir;
    with_positions = positions;
    writer = Xapian::WritableDatabase(folder + "/building", Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS |
                                                                Xapian::DB_NO_SYNC | Xapian::DB_NO_TERMLIST);
}

static void add(char *text, size_t size)
{
    Xapian::Document document;
    Xapian::termpos position = 0;
    std::string term;
    for (const char *at = text, *end = text + size; at < end;) {
        const char *space = static_cast<const char *>(memchr(at, ' ', static_cast<size_t>(end - at)));
        const char *stop = space ? space : end;
        term.assign(at, stop);
        if (!term.empty() && with_positions)
            document.add_posting(term, ++position);
        else if (!term.empty())
            document.add_term(term);
        pending++;
        at = stop + 1;
    }
    writer.add_document(document);
    if (pending >= POSITIONS_PER_COMMIT) {
        writer.commit();
        pending = 0;
    }
}

static uint64_t finish()
{
    writer.commit();
    writer.close();
    Xapian::Database(folder + "/building").compact(folder + "/glass");
    uint64_t sum = 0;
    for (const char *part : {"postlist", "position", "docdata", "termlist"}) {
        uint64_t bytes = peer_file_size((folder + "/glass/" + part + ".glass").c_str());
        if (bytes)
            printf(",\"%s_bytes\":%llu", part, static_cast<unsigned long long>(bytes));
        sum += bytes;
    }
    return sum;
}

/* ---- query ---- */

static Xapian::Database reader;

static void open_reader(const char *dir)
{
    reader = Xapian::Database(std::string(dir) + "/glass");
}

static Xapian::Query boolean(const struct peer_query *query)
{
    Xapian::Query all, group, excluded;
    bool has_all = false;
    auto require = [&](const Xapian::Query &part) {
        all = has_all ? Xapian::Query(Xapian::Query::OP_AND, all, part) : part;
        has_all = true;
    };
    for (size_t i = 0; i < query->count; i++) {
        const struct peer_term &term = query->terms[i];
        Xapian::Query leaf(std::string(term.text, term.size));
        if (term.sign == '-')
            excluded = excluded.empty() ? leaf : Xapian::Query(Xapian::Query::OP_OR, excluded, leaf);
        else if (term.grouped)
            group = group.empty() ? leaf : Xapian::Query(Xapian::Query::OP_OR, group, leaf);
        else
            require(leaf);
    }
    if (!group.empty())
        require(group);
    return excluded.empty() ? all : Xapian::Query(Xapian::Query::OP_AND_NOT, all, excluded);
}

static Xapian::Query build(const struct peer_query *query)
{
    if (query->mode == PEER_BOOL)
        return boolean(query);
    std::vector<Xapian::Query> leaves;
    for (size_t i = 0; i < query->count; i++) {
        std::string term(query->terms[i].text, query->terms[i].size);
        if (query->mode == PEER_PREFIX)
            leaves.push_back(Xapian::Query(Xapian::Query::OP_WILDCARD, term, 0,
                                           Xapian::Query::WILDCARD_LIMIT_ERROR, Xapian::Query::OP_OR));
        else
            leaves.push_back(Xapian::Query(term));
    }
    if (query->mode == PEER_PHRASE)
        return Xapian::Query(Xapian::Query::OP_PHRASE, leaves.begin(), leaves.end(),
                             static_cast<Xapian::termcount>(leaves.size()));
    return Xapian::Query(query->mode == PEER_AND ? Xapian::Query::OP_AND : Xapian::Query::OP_OR,
                         leaves.begin(), leaves.end());
}

static void search(const struct peer_query *query, struct peer_answer *out)
{
    Xapian::Enquire enquire(reader);
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 0, 0.75, 0));
    enquire.set_query(build(query));
    Xapian::doccount look = query->want_total ? reader.get_doccount() : 0;
    Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(query->k), look);
    out->count = 0;
    for (Xapian::MSetIterator hit = found.begin(); hit != found.end(); ++hit) {
        out->hits[out->count].document = *hit - 1;
        out->hits[out->count++].score = hit.get_weight();
    }
    out->total = found.get_matches_estimated();
    if (query->want_total && found.get_matches_lower_bound() != found.get_matches_upper_bound())
        peer_die("xapian_peer: a total is not exact");
}

int main(int argc, char **argv)
{
    static const struct peer peer = {"xapian_peer", Xapian::version_string, create, add, finish, open_reader,
                                     search};
    try {
        return peer_main(argc, argv, &peer);
    } catch (const Xapian::Error &error) {
        peer_die("xapian_peer: %s", error.get_description().c_str());
    }
}
