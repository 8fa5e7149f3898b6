/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/plot.h"

#include "app/request.h"
#include "base/buf.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#define WIDTH 900
#define LEFT 70
#define RIGHT 20
#define TOP 84
#define BOTTOM 60
#define HEIGHT 440
#define TICKS 5
#define LABELS_MAX 16 /* years that are written below */
#define NAME_BYTES_MAX 90
/* A year with less than this share of the largest one's documents gets a hollow point. */
#define FEW_SHARE 0.1

static const char *const colours[RAT_PLOT_CURVES_MAX] = {"#0b5cad", "#b3400a"};

struct frame {
    int first, last;
    double most; /* of the scale */
};

static void put_text(struct rat_buf *out, const char *text, size_t most)
{
    for (size_t i = 0; text[i] && (i < most || ((unsigned char)text[i] & 0xc0) == 0x80); i++) {
        switch (text[i]) {
        case '<': rat_buf_puts(out, "&lt;"); break;
        case '>': rat_buf_puts(out, "&gt;"); break;
        case '&': rat_buf_puts(out, "&amp;"); break;
        case '"': rat_buf_puts(out, "&quot;"); break;
        default: rat_buf_byte(out, (unsigned char)text[i] < 0x20 ? ' ' : (uint8_t)text[i]); break;
        }
    }
    if (strlen(text) > most)
        rat_buf_puts(out, " …");
}

/* With one digit at most, in the language's way. */
static void put_number(struct rat_buf *out, double value, bool english)
{
    int tenths = (int)(value * 10 + 0.5);
    if (tenths % 10)
        rat_buf_printf(out, "%d%s%d", tenths / 10, english ? "." : ",", tenths % 10);
    else
        rat_buf_printf(out, "%d", tenths / 10);
}

/* 1, 2, 5 times a power of ten, so that TICKS of them reach above most. */
static double step_for(double most)
{
    static const double steps[] = {1, 2, 2.5, 5, 10};
    double power = pow(10, floor(log10(fmax(most, 0.5) / TICKS)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power * TICKS >= most)
            return steps[i] * power;
    return 10 * power;
}

static struct frame frame_of(const struct rat_plot *plot)
{
    struct frame f = {0, 0, 0};
    for (size_t c = 0; c < plot->count; c++) {
        const struct rat_timeline *t = plot->curves[c].timeline;
        for (size_t i = 0; i < t->year_count; i++) {
            const struct rat_year *y = &t->years[i];
            if (y->year == 0)
                continue;
            f.first = f.first && f.first < y->year ? f.first : y->year;
            f.last = f.last > y->year ? f.last : y->year;
            f.most = fmax(f.most, y->per_thousand);
        }
    }
    f.most = step_for(f.most) * TICKS;
    return f;
}

static double x_of(const struct frame *f, int year)
{
    double span = f->last > f->first ? f->last - f->first : 1;
    return LEFT + (WIDTH - LEFT - RIGHT) * (year - f->first) / span;
}

static double y_of(const struct frame *f, double value)
{
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / f->most;
}

static void put_grid(struct rat_buf *out, const struct frame *f, bool english)
{
    for (int i = 0; i <= TICKS; i++) {
        double value = f->most * i / TICKS;
        rat_buf_printf(out,
                       "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#%s\"/>\n"
                       "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">",
                       LEFT, WIDTH - RIGHT, y_of(f, value), y_of(f, value), i ? "ddd" : "555", LEFT - 8,
                       y_of(f, value) + 4);
        put_number(out, value, english);
        rat_buf_puts(out, "</text>\n");
    }
    int years = f->last - f->first + 1, every = (years + LABELS_MAX - 1) / LABELS_MAX;
    for (int year = f->first; f->first && year <= f->last; year += every > 0 ? every : 1)
        rat_buf_printf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x_of(f, year),
                       HEIGHT - BOTTOM + 20, year);
}

static void put_point(struct rat_buf *out, double x, double y, size_t curve, bool is_hollow)
{
    const char *fill = is_hollow ? "#fff" : colours[curve];
    if (curve == 0)
        rat_buf_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\" stroke=\"%s\"/>\n", x, y,
                       fill, colours[curve]);
    else
        rat_buf_printf(out,
                       "<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" fill=\"%s\" stroke=\"%s\"/>\n",
                       x - 4, y - 4, fill, colours[curve]);
}

static void put_curve(struct rat_buf *out, const struct frame *f, const struct rat_timeline *t, size_t curve)
{
    uint64_t largest = 0;
    rat_buf_printf(out, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"",
                   colours[curve], curve ? " stroke-dasharray=\"6 3\"" : "");
    for (size_t i = 0; i < t->year_count; i++) {
        const struct rat_year *y = &t->years[i];
        largest = y->documents > largest && y->year ? y->documents : largest;
        if (y->year && y->documents)
            rat_buf_printf(out, "%.1f,%.1f ", x_of(f, y->year), y_of(f, y->per_thousand));
    }
    rat_buf_puts(out, "\"/>\n");
    for (size_t i = 0; i < t->year_count; i++) {
        const struct rat_year *y = &t->years[i];
        if (y->year && y->documents)
            put_point(out, x_of(f, y->year), y_of(f, y->per_thousand), curve,
                      (double)y->documents < FEW_SHARE * (double)largest);
    }
}

static void put_legend(struct rat_buf *out, const struct rat_plot *plot)
{
    for (size_t c = 0; c < plot->count; c++) {
        int y = 44 + 20 * (int)c;
        put_point(out, LEFT + 4, y - 4, c, false);
        rat_buf_printf(out, "<text x=\"%d\" y=\"%d\" fill=\"%s\">", LEFT + 16, y, colours[c]);
        put_text(out, plot->curves[c].name, NAME_BYTES_MAX);
        rat_buf_printf(out, " (%llu)</text>\n", (unsigned long long)plot->curves[c].timeline->total);
    }
}

static void draw(const struct rat_plot *plot, struct rat_buf *out)
{
    struct frame f = frame_of(plot);
    rat_buf_printf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
        "font-family=\"sans-serif\" font-size=\"13\" fill=\"#222\" role=\"img\">\n"
        "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n<text x=\"%d\" y=\"20\" font-size=\"15\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT, WIDTH, HEIGHT, LEFT);
    put_text(out, _("Treffer je 1.000 Dokumente des Jahres"), 200);
    rat_buf_puts(out, "</text>\n");
    put_legend(out, plot);
    put_grid(out, &f, plot->english);
    for (size_t c = 0; c < plot->count; c++)
        put_curve(out, &f, plot->curves[c].timeline, c);
    rat_buf_printf(out, "<text x=\"%d\" y=\"%d\" font-size=\"11\" fill=\"#555\">", LEFT, HEIGHT - 14);
    put_text(out, _("Gezählt wird: "), 100);
    put_text(out, rat_layers_text(plot->layers), 200);
    put_text(out, _(". Leere Punkte: Jahre mit wenigen Dokumenten."), 100);
    rat_buf_puts(out, "</text>\n</svg>\n");
}

rat_status rat_plot_write(const struct rat_plot *plot, const char *path, struct rat_err *err)
{
    struct rat_buf out = RAT_BUF_INIT;
    rat_status st = RAT_OK;
    draw(plot, &out);
    if (out.failed)
        st = rat_nomem(err);
    FILE *file = st == RAT_OK ? fopen(path, "w") : NULL;
    if (st == RAT_OK && (!file || fwrite(out.data, 1, out.size, file) != out.size))
        st = rat_fail_errno(err, RAT_EIO, errno, _("Die Datei „%s“ lässt sich nicht schreiben"), path);
    if (file && fclose(file) != 0 && st == RAT_OK)
        st = rat_fail_errno(err, RAT_EIO, errno, _("Die Datei „%s“ lässt sich nicht schreiben"), path);
    rat_buf_release(&out);
    return st;
}
