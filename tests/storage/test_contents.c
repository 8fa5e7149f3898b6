/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packs: round trips, ranges, resuming after a crash, moving, and every kind of damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/contents.h"
#include "storage/contents_internal.h"
#include "tests/storage/scratch.h"

struct world {
    struct scratch dir;
    struct rat_contents *store; /* writer */
    struct rat_buf out;
    struct rat_err err;
};

#define OK(w, call)                                                       \
    do {                                                                  \
        if ((call) != RAT_OK)                                             \
            fail_msg("%s: %s (%s)", #call, (w)->err.msg, (w)->err.where); \
    } while (0)

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    OK(w, rat_contents_open(scratch_path(&w->dir, "contents"), true, &w->store, &w->err));
    OK(w, rat_contents_resume(w->store, 0, 0, &w->err));
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    rat_contents_close(w->store);
    rat_buf_release(&w->out);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

struct object {
    unsigned char *bytes;
    size_t n;
    uint8_t sha[RAT_SHA256_BYTES];
    struct rat_content_place place;
};

enum kind { TEXT, NOISE };

/* Text that deflates well, or noise that does not. */
static struct object make(size_t n, enum kind kind, uint32_t seed)
{
    static const char line[] = "Der Kreistag beschließt den Ausbau des Radweges an der Kreisstraße. ";
    struct object object = {.bytes = malloc(n ? n : 1), .n = n};
    assert_non_null(object.bytes);
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        object.bytes[i] = kind == NOISE || seed >> 26 == 0 ? (unsigned char)(seed >> 24)
                                                           : (unsigned char)line[i % (sizeof line - 1)];
    }
    rat_sha256(object.bytes, n, object.sha);
    return object;
}

static void store(struct world *w, struct object *object)
{
    struct rat_buf stored = RAT_BUF_INIT;
    OK(w, rat_content_encode(object->bytes, object->n, object->sha, 6, &stored, &w->err));
    OK(w, rat_contents_append(w->store, stored.data, stored.size, object->n, &object->place, &w->err));
    assert_int_equal(object->place.stored, stored.size);
    rat_buf_release(&stored);
}

static void sync_store(struct world *w, uint32_t *pack, uint64_t *committed)
{
    OK(w, rat_contents_sync(w->store, pack, committed, &w->err));
}

static void reads(struct world *w, struct rat_contents *from, const struct object *object, uint64_t a,
                  uint64_t b)
{
    rat_buf_clear(&w->out);
    rat_buf_puts(&w->out, "davor");
    OK(w, rat_contents_read(from, &object->place, object->sha, a, b, &w->out, &w->err));
    uint64_t end = b > object->n ? object->n : b;
    size_t want = a < end ? (size_t)(end - a) : 0;
    assert_int_equal(w->out.size, 5 + want);
    assert_memory_equal(w->out.data, "davor", 5);
    if (want)
        assert_memory_equal(w->out.data + 5, object->bytes + a, want);
}

static const char *pack_file(struct world *w, uint32_t pack)
{
    char name[60];
    snprintf(name, sizeof name, "contents/pack-%06u.rat", (unsigned)pack);
    return scratch_path(&w->dir, name);
}

static void test_round_trip(void **state)
{
    struct world *w = *state;
    static const size_t sizes[] = {0, 1, 2, 100, 20000, 65535, 65536, 65537, 131072, 300001};
    for (size_t i = 0; i < 2 * sizeof sizes / sizeof *sizes; i++) {
        struct object object = make(sizes[i / 2], i % 2 ? NOISE : TEXT, (uint32_t)i);
        store(w, &object);
        uint64_t n = object.n, ends[] = {0, 1, n / 2, 65535, 65536, 65537, n - 1, n, n + 1, UINT64_MAX};
        for (size_t a = 0; a < 10; a++)
            for (size_t b = 0; b < 10; b++)
                reads(w, w->store, &object, ends[a], ends[b]);
        if (i % 2 == 0 && object.n > 1000)
            assert_true(object.place.stored < object.n / 2);
        else
            assert_true(object.place.stored <= rat_object_head_bytes(object.n) + object.n);
        free(object.bytes);
    }
}

static void test_reader_sees_what_was_appended_later(void **state)
{
    struct world *w = *state;
    struct rat_contents *reader = NULL;
    struct object first = make(5000, TEXT, 1), second = make(90000, NOISE, 2);
    store(w, &first);
    OK(w, rat_contents_open(scratch_path(&w->dir, "contents"), false, &reader, &w->err));
    reads(w, reader, &first, 0, UINT64_MAX);
    store(w, &second);
    reads(w, reader, &second, 0, UINT64_MAX);
    reads(w, reader, &first, 10, 20);
    rat_contents_close(reader);
    free(first.bytes);
    free(second.bytes);
}

static void test_many_packs(void **state)
{
    struct world *w = *state;
    struct object objects[20];
    uint32_t pack;
    uint64_t committed, findings;
    for (uint32_t i = 0; i < 20; i++) {
        objects[i] = make(1000 + i, TEXT, i);
        OK(w, rat_contents_new_pack(w->store, &w->err));
        store(w, &objects[i]);
        assert_int_equal(objects[i].place.pack, i + 1);
        assert_int_equal(objects[i].place.offset, RAT_PACK_HEADER);
    }
    sync_store(w, &pack, &committed);
    assert_int_equal(pack, 20);
    assert_int_equal(committed, objects[19].place.offset + objects[19].place.stored);
    for (unsigned round = 0; round < 3; round++) /* more packs than descriptors */
        for (uint32_t i = 0; i < 20; i++)
            reads(w, w->store, &objects[(i * 7 + round) % 20], 0, UINT64_MAX);
    for (uint32_t i = 0; i < 20; i++) {
        OK(w, rat_contents_check_pack(pack_file(w, i + 1), objects[i].place.offset + objects[i].place.stored,
                                      true, NULL, NULL, &findings, &w->err));
        assert_int_equal(findings, 0);
        free(objects[i].bytes);
    }
}

static void test_full_pack_gets_a_successor(void **state)
{
    struct world *w = *state;
    struct object object = make(3000, TEXT, 1);
    store(w, &object);
    uint32_t pack;
    uint64_t committed;
    sync_store(w, &pack, &committed);
    /* as if the pack had grown: a hole instead of 256 MiB of objects */
    assert_int_equal(truncate(pack_file(w, 1), RAT_PACK_BYTES_MAX), 0);
    OK(w, rat_contents_resume(w->store, 1, RAT_PACK_BYTES_MAX, &w->err));
    struct object next = make(3000, TEXT, 2);
    store(w, &next);
    assert_int_equal(next.place.pack, 2);
    assert_int_equal(next.place.offset, RAT_PACK_HEADER);
    reads(w, w->store, &object, 0, UINT64_MAX);
    reads(w, w->store, &next, 0, UINT64_MAX);
    free(object.bytes);
    free(next.bytes);
}

static off_t size_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_size;
}

static void test_resume_cuts_garbage(void **state)
{
    struct world *w = *state;
    struct object kept = make(3000, TEXT, 1), lost = make(4000, TEXT, 2), also_lost = make(10, TEXT, 3);
    uint32_t pack;
    uint64_t committed;
    sync_store(w, &pack, &committed); /* nothing yet */
    assert_int_equal(pack, 0);
    assert_int_equal(committed, 0);
    store(w, &kept);
    sync_store(w, &pack, &committed);
    store(w, &lost);
    OK(w, rat_contents_new_pack(w->store, &w->err));
    store(w, &also_lost);
    scratch_write(scratch_path(&w->dir, "contents/pack-000007.txt"), "x", 1); /* not ours */
    rat_contents_close(w->store);
    w->store = NULL;
    OK(w, rat_contents_open(scratch_path(&w->dir, "contents"), true, &w->store, &w->err));
    assert_int_equal(rat_contents_append(w->store, "x", 1, 1, &lost.place, &w->err),
                     RAT_EUSAGE); /* resume first */
    OK(w, rat_contents_resume(w->store, pack, committed, &w->err));
    assert_int_equal(size_of(pack_file(w, 1)), committed);
    assert_int_equal(access(pack_file(w, 2), F_OK), -1);
    assert_int_equal(access(scratch_path(&w->dir, "contents/pack-000007.txt"), F_OK), 0);
    reads(w, w->store, &kept, 0, UINT64_MAX);
    store(w, &lost);
    assert_int_equal(lost.place.offset, committed);
    reads(w, w->store, &lost, 0, UINT64_MAX);
    /* the catalogue knows more than there is: not healed silently */
    assert_int_equal(rat_contents_resume(w->store, 1, 1 << 20, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_contents_resume(w->store, 1, 3, &w->err), RAT_EDAMAGED);
    assert_int_equal(rat_contents_resume(w->store, 9, 100, &w->err), RAT_EDAMAGED);
    assert_int_equal(size_of(pack_file(w, 1)), lost.place.offset + lost.place.stored);
    OK(w, rat_contents_resume(w->store, 0, 0, &w->err)); /* nothing was ever committed */
    assert_int_equal(access(pack_file(w, 1), F_OK), -1);
    free(kept.bytes);
    free(lost.bytes);
    free(also_lost.bytes);
}

static void test_move_and_drop(void **state)
{
    struct world *w = *state;
    struct object kept = make(150000, TEXT, 1), purged = make(5000, TEXT, 2);
    store(w, &purged);
    store(w, &kept);
    struct rat_content_place old = kept.place;
    OK(w, rat_contents_new_pack(w->store, &w->err));
    OK(w, rat_contents_move(w->store, &old, &kept.place, &w->err));
    assert_int_equal(kept.place.pack, 2);
    assert_int_equal(kept.place.stored, old.stored);
    uint32_t pack;
    uint64_t committed, findings;
    sync_store(w, &pack, &committed);
    OK(w, rat_contents_drop_pack(w->store, 1, &w->err));
    OK(w, rat_contents_drop_pack(w->store, 1, &w->err)); /* gone is gone */
    assert_int_equal(access(pack_file(w, 1), F_OK), -1);
    reads(w, w->store, &kept, 0, UINT64_MAX);
    assert_int_equal(rat_contents_read(w->store, &purged.place, purged.sha, 0, 10, &w->out, &w->err),
                     RAT_EDAMAGED);
    OK(w, rat_contents_check_pack(pack_file(w, 2), committed, true, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
    OK(w, rat_contents_drop_pack(w->store, 2, &w->err)); /* the current one: the next number follows */
    store(w, &purged);
    assert_int_equal(purged.place.pack, 3);
    free(kept.bytes);
    free(purged.bytes);
}

static void test_usage_errors(void **state)
{
    struct world *w = *state;
    struct rat_contents *reader = NULL;
    struct rat_content_place place;
    struct object object = make(100, TEXT, 1);
    uint32_t pack;
    uint64_t committed, findings = 0;
    OK(w, rat_contents_open(scratch_path(&w->dir, "contents"), false, &reader, &w->err));
    assert_int_equal(rat_contents_resume(reader, 0, 0, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_contents_append(reader, "x", 1, 1, &place, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_contents_sync(reader, &pack, &committed, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_contents_new_pack(reader, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_contents_drop_pack(reader, 1, &w->err), RAT_EUSAGE);
    rat_contents_close(reader);
    rat_contents_close(NULL);
    assert_int_equal(rat_contents_append(w->store, object.bytes, 100, 100, &place, &w->err), RAT_EUSAGE);
    assert_int_equal(rat_contents_open(scratch_path(&w->dir, "nein/contents"), true, &reader, &w->err),
                     RAT_EIO);
    OK(w, rat_contents_check_pack(pack_file(w, 1), 100, true, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 1); /* it is not there */
    free(object.bytes);
}

static void test_impossible_places(void **state)
{
    struct world *w = *state;
    struct object object = make(70000, NOISE, 1);
    store(w, &object);
    const struct rat_content_place good = object.place, bad[] = {
                                                            {0, good.offset, good.stored, good.size},
                                                            {2, good.offset, good.stored, good.size},
                                                            {1, 0, good.stored, good.size},
                                                            {1, good.offset + 1, good.stored - 1, good.size},
                                                            {1, UINT64_MAX, good.stored, good.size},
                                                            {1, good.offset, UINT64_MAX, good.size},
                                                            {1, good.offset, good.stored + 1, good.size},
                                                            {1, good.offset, good.stored - 1, good.size},
                                                            {1, good.offset, good.stored, good.size - 1},
                                                            {1, good.offset, good.stored, UINT64_MAX},
                                                            {1, good.offset, good.stored, 0},
                                                            {1, good.offset, 0, 0},
                                                        };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rat_buf_clear(&w->out);
        struct rat_content_place moved;
        assert_int_equal(rat_contents_read(w->store, &bad[i], NULL, 0, 10, &w->out, &w->err), RAT_EDAMAGED);
        assert_int_equal(w->out.size, 0);
        assert_true(w->err.where[0] && w->err.hint[0]);
        assert_int_equal(rat_contents_move(w->store, &bad[i], &moved, &w->err), RAT_EDAMAGED);
    }
    uint8_t other[RAT_SHA256_BYTES] = {0};
    assert_int_equal(rat_contents_read(w->store, &good, other, 0, 10, &w->out, &w->err), RAT_EDAMAGED);
    reads(w, w->store, &object, 0, UINT64_MAX);
    free(object.bytes);
}

/* A header that says another SHA-256 than that of the bytes: only reading the whole can tell. */
static void test_wrong_sha_is_found(void **state)
{
    struct world *w = *state;
    struct object object = make(5000, TEXT, 1);
    uint32_t pack;
    uint64_t committed, findings = 0;
    object.sha[0] ^= 1;
    store(w, &object);
    sync_store(w, &pack, &committed);
    assert_int_equal(rat_contents_read(w->store, &object.place, object.sha, 0, UINT64_MAX, &w->out, &w->err),
                     RAT_EDAMAGED);
    assert_int_equal(w->out.size, 0);
    OK(w, rat_contents_check_pack(pack_file(w, 1), committed, true, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 1);
    OK(w, rat_contents_check_pack(pack_file(w, 1), committed, false, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
    free(object.bytes);
}

/* ---- damage ---- */

#define SMALL 4 /* objects of the small pack */

struct small_pack {
    struct object objects[SMALL];
    struct rat_buf bytes;
};

static void make_small_pack(struct world *w, struct small_pack *small)
{
    static const size_t sizes[SMALL] = {60, 0, 700, 40};
    uint32_t pack;
    uint64_t committed;
    small->bytes = (struct rat_buf)RAT_BUF_INIT;
    for (uint32_t i = 0; i < SMALL; i++) {
        small->objects[i] = make(sizes[i], i == 0 ? NOISE : TEXT, i);
        store(w, &small->objects[i]);
    }
    sync_store(w, &pack, &committed);
    scratch_read(pack_file(w, 1), &small->bytes);
    assert_int_equal(small->bytes.size, committed);
    rat_contents_close(w->store);
    w->store = NULL;
}

static void free_small_pack(struct small_pack *small)
{
    for (size_t i = 0; i < SMALL; i++)
        free(small->objects[i].bytes);
    rat_buf_release(&small->bytes);
}

static bool overlaps(const struct rat_content_place *place, uint64_t at)
{
    return at >= place->offset && at < place->offset + place->stored;
}

/* Every object is either refused or right; what lies outside the damage must be right. */
static unsigned read_small_pack(struct world *w, const struct small_pack *small, bool refused[SMALL])
{
    unsigned bad = 0;
    struct rat_contents *reader = NULL;
    OK(w, rat_contents_open(scratch_path(&w->dir, "contents"), false, &reader, &w->err));
    for (size_t i = 0; i < SMALL; i++) {
        const struct object *object = &small->objects[i];
        rat_buf_clear(&w->out);
        rat_status st = rat_contents_read(reader, &object->place, NULL, 0, UINT64_MAX, &w->out, &w->err);
        refused[i] = st != RAT_OK;
        if (st == RAT_OK) {
            assert_int_equal(w->out.size, object->n);
            if (object->n)
                assert_memory_equal(w->out.data, object->bytes, object->n);
        } else {
            assert_int_equal(st, RAT_EDAMAGED);
            assert_int_equal(w->out.size, 0);
            bad++;
        }
    }
    rat_contents_close(reader);
    return bad;
}

static void test_truncation_at_every_byte(void **state)
{
    struct world *w = *state;
    struct small_pack small;
    make_small_pack(w, &small);
    char path[200];
    snprintf(path, sizeof path, "%s", pack_file(w, 1));
    for (size_t n = 0; n < small.bytes.size; n++) {
        bool refused[SMALL];
        uint64_t findings = 0;
        scratch_write(path, small.bytes.data, n);
        OK(w, rat_contents_check_pack(path, small.bytes.size, true, NULL, NULL, &findings, &w->err));
        assert_true(findings > 0);
        assert_true(read_small_pack(w, &small, refused) > 0);
        for (size_t i = 0; i < SMALL; i++)
            assert_int_equal(refused[i],
                             n < RAT_PACK_HEADER ||
                                 small.objects[i].place.offset + small.objects[i].place.stored > n);
    }
    free_small_pack(&small);
}

struct places {
    uint64_t offset[8];
    size_t count;
};

static void note(void *ctx, uint64_t offset, const char *what)
{
    struct places *places = ctx;
    assert_non_null(what);
    if (places->count < 8)
        places->offset[places->count++] = offset;
}

static void test_bit_flip_in_every_byte(void **state)
{
    struct world *w = *state;
    struct small_pack small;
    make_small_pack(w, &small);
    char path[200];
    snprintf(path, sizeof path, "%s", pack_file(w, 1));
    for (size_t at = 0; at < small.bytes.size; at++) {
        bool refused[SMALL];
        struct places places = {.count = 0};
        uint64_t findings = 0, shallow = 0;
        small.bytes.data[at] ^= (unsigned char)(1u << at % 8);
        scratch_write(path, small.bytes.data, small.bytes.size);
        small.bytes.data[at] ^= (unsigned char)(1u << at % 8);
        OK(w, rat_contents_check_pack(path, small.bytes.size, true, note, &places, &findings, &w->err));
        OK(w, rat_contents_check_pack(path, small.bytes.size, false, NULL, NULL, &shallow, &w->err));
        assert_int_equal(findings, 1); /* found, and the objects behind it are found again */
        assert_int_equal(shallow, 1);
        assert_int_equal(places.count, 1);
        assert_true(places.offset[0] <= at);
        read_small_pack(w, &small, refused);
        for (size_t i = 0; i < SMALL; i++)
            assert_int_equal(refused[i], at < RAT_PACK_HEADER || overlaps(&small.objects[i].place, at));
    }
    free_small_pack(&small);
}

static void test_check_goes_on_behind_damage(void **state)
{
    struct world *w = *state;
    struct object objects[3];
    struct rat_buf bytes = RAT_BUF_INIT;
    struct places places = {.count = 0};
    uint32_t pack;
    uint64_t committed, findings = 0;
    for (uint32_t i = 0; i < 3; i++) {
        objects[i] = make(200000, NOISE, i);
        store(w, &objects[i]);
    }
    sync_store(w, &pack, &committed);
    scratch_read(pack_file(w, 1), &bytes);
    bytes.data[objects[0].place.offset + 8] ^= 1;                              /* size in the head */
    bytes.data[objects[1].place.offset + objects[1].place.stored / 2] ^= 1;    /* a block in the middle */
    bytes.data[objects[2].place.offset + objects[2].place.stored - 1] ^= 0x80; /* the last byte */
    memcpy(bytes.data + objects[0].place.offset + 1000, RAT_OBJECT_MAGIC, 4);  /* looks like an object */
    scratch_write(pack_file(w, 1), bytes.data, bytes.size);
    OK(w, rat_contents_check_pack(pack_file(w, 1), committed, true, note, &places, &findings, &w->err));
    assert_int_equal(findings, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(overlaps(&objects[i].place, places.offset[i]));
        free(objects[i].bytes);
    }
    rat_buf_release(&bytes);
}

static void test_swapped_packs_are_noticed(void **state)
{
    struct world *w = *state;
    struct object first = make(500, TEXT, 1), second = make(500, TEXT, 2);
    uint64_t findings = 0;
    store(w, &first);
    OK(w, rat_contents_new_pack(w->store, &w->err));
    store(w, &second);
    rat_contents_close(w->store);
    w->store = NULL;
    assert_int_equal(rename(pack_file(w, 2), pack_file(w, 1)), 0);
    OK(w, rat_contents_open(scratch_path(&w->dir, "contents"), false, &w->store, &w->err));
    assert_int_equal(rat_contents_read(w->store, &first.place, NULL, 0, 10, &w->out, &w->err), RAT_EDAMAGED);
    OK(w, rat_contents_check_pack(pack_file(w, 1), second.place.offset + second.place.stored, true, NULL,
                                  NULL, &findings, &w->err));
    assert_int_equal(findings, 1);
    free(first.bytes);
    free(second.bytes);
}

/* A head that is sound by its checksum but lies about its blocks. */
static void seal(unsigned char *object, size_t head)
{
    uint64_t sum = rat_hash64(object, head - 8);
    for (unsigned i = 0; i < 8; i++)
        object[head - 8 + i] = (unsigned char)(sum >> (8 * i));
}

static void test_sealed_lies(void **state)
{
    struct world *w = *state;
    struct object object = make(70000, TEXT, 1);
    struct rat_buf stored = RAT_BUF_INIT;
    struct rat_object_head head;
    OK(w, rat_content_encode(object.bytes, object.n, object.sha, 6, &stored, &w->err));
    size_t head_n = (size_t)rat_object_head_bytes(object.n);
    assert_null(rat_object_parse(stored.data, stored.size, &head));
    assert_int_equal(head.blocks, 2);
    static const struct {
        size_t at;
        unsigned char value;
    } lies[] = {
        {4, 3}, {10, 0}, {15, 1}, {16, 0}, {23, 1}, {RAT_OBJECT_FIXED + 3, 0x7f}, {RAT_OBJECT_FIXED + 12, 0}};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        unsigned char was = stored.data[lies[i].at];
        if (was == lies[i].value)
            continue;
        stored.data[lies[i].at] = lies[i].value;
        seal(stored.data, head_n);
        assert_non_null(rat_object_parse(stored.data, stored.size, &head));
        stored.data[lies[i].at] = was;
    }
    seal(stored.data, head_n);
    for (size_t n = 0; n < head_n; n++)
        assert_non_null(rat_object_parse(stored.data, n, &head));
    /* a block that inflates to more or to less than it should */
    assert_null(rat_object_parse(stored.data, stored.size, &head));
    struct rat_object_block block = rat_object_block_at(&head, 0);
    z_stream inflater;
    assert_true(rat_inflater_init(&inflater));
    block.raw = 60000;
    assert_non_null(rat_object_block_decode(&inflater, &block, stored.data + block.at, &w->out));
    block.raw = 65537;
    assert_non_null(rat_object_block_decode(&inflater, &block, stored.data + block.at, &w->out));
    assert_int_equal(w->out.size, 0);
    block.raw = 65536;
    assert_null(rat_object_block_decode(&inflater, &block, stored.data + block.at, &w->out));
    assert_int_equal(w->out.size, 65536);
    inflateEnd(&inflater);
    rat_buf_release(&stored);
    free(object.bytes);
}

/* ---- the worked example of FORMAT.md, byte for byte ---- */

static const char golden_text[] = "Kreistag: Ja\n";
static const unsigned char golden[] = {
    0x52, 0x41, 0x54, 0x50, 0x41, 0x43, 0x4b, 0x31, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x4b,
    0xd4, 0xcc, 0xe2, 0x7d, 0x5c, 0xd1, 0x53, 0x52, 0x41, 0x54, 0x4f, 0x01, 0x00, 0x00, 0x00, 0x0d, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x59, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x7b, 0x91, 0x4c,
    0x7d, 0xcb, 0xf4, 0x3d, 0xdb, 0x7b, 0x1d, 0x14, 0x68, 0x0c, 0x27, 0xee, 0x3f, 0xa5, 0xe8, 0x4a, 0x71,
    0x6b, 0x54, 0xa8, 0x82, 0xb7, 0xf0, 0xdb, 0x6e, 0x25, 0x97, 0xa9, 0x5d, 0x0d, 0x00, 0x00, 0x00, 0x46,
    0x9e, 0x9e, 0x34, 0x38, 0xcb, 0x3b, 0xd6, 0xa7, 0xe9, 0xbd, 0x3c, 0x1d, 0x25, 0x93, 0xa1, 0x4b, 0x72,
    0x65, 0x69, 0x73, 0x74, 0x61, 0x67, 0x3a, 0x20, 0x4a, 0x61, 0x0a,
};

static void test_golden_pack(void **state)
{
    struct world *w = *state;
    struct object object = {.bytes = (unsigned char *)(uintptr_t)golden_text, .n = sizeof golden_text - 1};
    rat_sha256(object.bytes, object.n, object.sha);
    store(w, &object);
    uint32_t pack;
    uint64_t committed, findings = 1;
    sync_store(w, &pack, &committed);
    scratch_read(pack_file(w, 1), &w->out);
    assert_int_equal(w->out.size, sizeof golden);
    assert_memory_equal(w->out.data, golden, sizeof golden);
    OK(w, rat_contents_check_pack(pack_file(w, 1), sizeof golden, true, NULL, NULL, &findings, &w->err));
    assert_int_equal(findings, 0);
}

/* A deflated block; how zlib deflates is its own business, that it inflates to this is ours. */
static void test_golden_deflated_block(void **state)
{
    struct world *w = *state;
    static const unsigned char bytes[] = {0xf3, 0x4a, 0xd4, 0x51, 0xf0, 0x4b, 0xcd, 0xcc,
                                          0xb3, 0x56, 0xf0, 0x22, 0x8a, 0x05, 0x00};
    const struct rat_object_block block = {0, sizeof bytes, 48, rat_hash64(bytes, sizeof bytes)};
    z_stream inflater;
    assert_true(rat_inflater_init(&inflater));
    assert_null(rat_object_block_decode(&inflater, &block, bytes, &w->out));
    assert_int_equal(w->out.size, 48);
    for (size_t i = 0; i < 48; i++)
        assert_int_equal(w->out.data[i], "Ja, Nein; "[i % 10]);
    inflateEnd(&inflater);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(test_round_trip),
        T(test_reader_sees_what_was_appended_later),
        T(test_many_packs),
        T(test_full_pack_gets_a_successor),
        T(test_resume_cuts_garbage),
        T(test_move_and_drop),
        T(test_usage_errors),
        T(test_impossible_places),
        T(test_wrong_sha_is_found),
        T(test_truncation_at_every_byte),
        T(test_bit_flip_in_every_byte),
        T(test_check_goes_on_behind_damage),
        T(test_swapped_packs_are_noticed),
        T(test_sealed_lies),
        T(test_golden_pack),
        T(test_golden_deflated_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
