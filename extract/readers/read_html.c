/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTML -> its main text. What is navigation is told by elements (nav, form controls), roles, and words in id and class
 * ("breadcrumb", "sprunglinks", "smcmenu"); where the main part is, by ids that ALLRIS, SessionNet and others use. Both are
 * guesses, so neither may throw away most of a page: then the page is taken as it is.
 */
#include "extract/problem.h"
#include "extract/readers/reader.h"
#include "text/charset.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

#define HEAD_SCANNED 4096u
#define MAIN_SHARE 3 /* the main part has at least a third of the text that is no navigation */
#define LEFT_SHARE 8 /* at least an eighth of the text is no navigation, or what seems so is not */
#define LEFT_ENOUGH 400u

struct page {
    struct rat_flow *flow;
    bool guess;          /* leave out what seems to be navigation */
    const xmlNode *root; /* of the part that is read: header and footer inside it stay */
    unsigned verbatim;   /* depth of <pre> */
};

static bool is(const xmlNode *node, const char *name)
{
    return strcasecmp((const char *)node->name, name) == 0;
}

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (is(node, *names))
            return true;
    return false;
}

static const char *attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (strcasecmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

/* ---- what is left out ---- */

static const char *const never_text[] = {"script", "style", "noscript", "template", "svg",      "iframe",
                                         "object", "embed", "select",   "button",   "textarea", "canvas",
                                         "head",   "map",   "audio",    "video",    "datalist", NULL};
static const char *const frames[] = {"header", "footer", "aside", NULL};
static const char *const frame_roles[] = {"navigation",    "banner", "contentinfo", "search",
                                          "complementary", "menu",   "menubar",     NULL};
/* whole words of an id or class, as split at what is no letter and at capitals */
static const char *const words[] = {"nav",
                                    "navi",
                                    "navbar",
                                    "navigation",
                                    "menu",
                                    "menue",
                                    "breadcrumb",
                                    "breadcrumbs",
                                    "brotkrumen",
                                    "pfad",
                                    "footer",
                                    "fusszeile",
                                    "fuss",
                                    "kopfzeile",
                                    "sidebar",
                                    "leftcol",
                                    "rightcol",
                                    "sprunglinks",
                                    "sprunglink",
                                    "skiplink",
                                    "skiplinks",
                                    "skip",
                                    "cookie",
                                    "cookies",
                                    "social",
                                    "socialmedia",
                                    "share",
                                    "pagination",
                                    "seitenzahl",
                                    "noprint",
                                    "usability",
                                    "flyout",
                                    "hauptnavigation",
                                    "navcontainer",
                                    "unternav",
                                    "unternavi",
                                    "kopfnavigation",
                                    "mainnav",
                                    "topnav",
                                    "toolbar",
                                    "servicenav",
                                    "hilfediv",
                                    "iconset",
                                    "screenreader",
                                    "werkzeuge",
                                    "banner",
                                    NULL};
/* at the beginning of an id or class: SessionNet and ALLRIS */
static const char *const prefixes[] = {
    "smcmenu",   "smcnav", "smcheader", "smcfooter", "smcbreadcrumb", "smcsidebar", "smcdatepicker",
    "allrisnav", "risnav", "rismenu",   NULL};

static bool is_listed(const char *word, size_t n, const char *const *list)
{
    for (; *list; list++)
        if (strlen(*list) == n && strncasecmp(*list, word, n) == 0)
            return true;
    return false;
}

static bool names_navigation(const char *names)
{
    for (const char *at = names ? names : ""; *at;) {
        if (at == names || at[-1] == ' ')
            for (size_t i = 0; prefixes[i]; i++)
                if (strncasecmp(at, prefixes[i], strlen(prefixes[i])) == 0)
                    return true;
        size_t n = 0;
        while (isalpha((unsigned char)at[n]) &&
               !(n && isupper((unsigned char)at[n]) && islower((unsigned char)at[n - 1])))
            n++;
        if (n && is_listed(at, n, words))
            return true;
        at += n ? n : 1;
    }
    return false;
}

static bool is_hidden(const xmlNode *node)
{
    const char *style = attribute(node, "style");
    const char *display = style ? strcasestr(style, "display") : NULL;
    if (display) {
        display += strspn(display + 7, " :") + 7;
        if (strncasecmp(display, "none", 4) == 0)
            return true;
    }
    return attribute(node, "hidden") != NULL;
}

static bool is_frame(const struct page *page, const xmlNode *node)
{
    const char *role = attribute(node, "role");
    if (role && is_listed(role, strlen(role), frame_roles))
        return true;
    if (is_one_of(node, frames))
        return page->root && strcasecmp((const char *)page->root->name, "body") == 0;
    return names_navigation(attribute(node, "id")) || names_navigation(attribute(node, "class"));
}

static bool is_left_out(const struct page *page, const xmlNode *node)
{
    if (is_one_of(node, never_text) || is_hidden(node))
        return true;
    if (is(node, "input"))
        return true;
    return is(node, "nav") || (page->guess && node != page->root && is_frame(page, node));
}

/* ---- text ---- */

static const char *const paragraphs[] = {"p",  "h1",         "h2",      "h3",      "h4",       "h5",
                                         "h6", "ul",         "ol",      "dl",      "table",    "pre",
                                         "hr", "blockquote", "section", "article", "fieldset", NULL};
static const char *const lines[] = {"div",    "li",      "dt",     "dd",     "tr",     "form",  "caption",
                                    "main",   "address", "figure", "legend", "center", "title", "option",
                                    "header", "footer",  "aside",  "body",   NULL};

static void put_break(const struct page *page, const xmlNode *node)
{
    /* paragraphs in the cells of a table would tear its rows apart */
    if (is_one_of(node, paragraphs))
        rat_flow_lines(page->flow, is(node, "p") && node->parent && is(node->parent, "td") ? 1 : 2);
    else if (is_one_of(node, lines))
        rat_flow_lines(page->flow, 1);
}

static void put_text(struct page *page, const xmlNode *node)
{
    const char *text = (const char *)node->content;
    if (!text)
        return;
    if (page->verbatim)
        rat_flow_verbatim(page->flow, text, strlen(text));
    else
        rat_flow_text(page->flow, text, strlen(text));
}

static void enter(struct page *page, const xmlNode *node)
{
    if (is(node, "br")) {
        rat_flow_break(page->flow);
        return;
    }
    if ((is(node, "td") || is(node, "th")) && node->prev)
        rat_flow_tab(page->flow);
    put_break(page, node);
    page->verbatim += is(node, "pre");
}

static void leave(struct page *page, const xmlNode *node)
{
    page->verbatim -= is(node, "pre");
    put_break(page, node);
}

/* Walks without recursion: how deep a page nests is the page's choice. */
static void walk(struct page *page, const xmlNode *root)
{
    const xmlNode *node = root;
    page->root = root;
    for (;;) {
        bool down = false;
        if (node->type == XML_ELEMENT_NODE && !is_left_out(page, node)) {
            enter(page, node);
            down = node->children != NULL;
            if (!down)
                leave(page, node);
        } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            put_text(page, node);
        }
        if (down) {
            node = node->children;
            continue;
        }
        while (node != root && !node->next) {
            node = node->parent;
            leave(page, node);
        }
        if (node == root)
            return;
        node = node->next;
    }
}

/* Bytes of text below root. */
static size_t measure(const xmlNode *root, bool guess, size_t limit)
{
    struct rat_flow flow;
    rat_flow_init(&flow, limit);
    walk(&(struct page){.flow = &flow, .guess = guess}, root);
    size_t size = flow.out.size;
    rat_buf_release(&flow.out);
    return size;
}

/* ---- the main part ---- */

static const char *const main_ids[] = {"allriscontent", "allriscontainer",
                                       "rismain",       "smccontent",
                                       "smcmain",       "smclayout",
                                       "parldokresult", "maincontent",
                                       "main-content",  "content",
                                       "inhalt",        "contentcontainer",
                                       "main",          NULL};

static int rank_of(const xmlNode *node)
{
    const char *id = attribute(node, "id"), *role = attribute(node, "role");
    for (int i = 0; id && main_ids[i]; i++)
        if (strcasecmp(id, main_ids[i]) == 0)
            return i;
    if (is(node, "main") || (role && strcasecmp(role, "main") == 0))
        return 6; /* behind what is known of council systems */
    return -1;
}

static const xmlNode *next_node(const xmlNode *node, const xmlNode *root)
{
    if (node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node && node != root && !node->next)
        node = node->parent;
    return node && node != root ? node->next : NULL;
}

static const xmlNode *find_main(const xmlNode *body, size_t limit)
{
    const xmlNode *best = NULL;
    int best_rank = 1000;
    for (const xmlNode *node = body; node; node = next_node(node, body)) {
        int rank = node->type == XML_ELEMENT_NODE ? rank_of(node) : -1;
        if (rank >= 0 && rank < best_rank) {
            best = node;
            best_rank = rank;
        }
    }
    return best && measure(best, true, limit) * MAIN_SHARE >= measure(body, true, limit) ? best : body;
}

static const xmlNode *find_element(const xmlNode *root, const char *name)
{
    for (const xmlNode *node = root; node; node = next_node(node, root))
        if (node->type == XML_ELEMENT_NODE && is(node, name))
            return node;
    return NULL;
}

/* ---- the file ---- */

/* The charset that the page declares in its head, "" when none. */
static const char *declared(const struct rat_reader_input *input, char *out, size_t room)
{
    size_t n = input->size < HEAD_SCANNED ? input->size : HEAD_SCANNED, size = 0;
    char *head = strndup(input->bytes, n);
    const char *at = head ? strcasestr(head, "charset") : NULL;
    out[0] = '\0';
    if (at) {
        at += 7;
        at += strspn(at, " =\"'");
        size = strcspn(at, " \"'/>;\r\n");
        if (size < room) {
            memcpy(out, at, size);
            out[size] = '\0';
        }
    }
    free(head);
    return out;
}

static xmlDoc *parse(const struct rat_reader_input *input)
{
    char charset[64];
    struct rat_buf text = RAT_BUF_INIT;
    struct rat_decode_report report;
    const char *said = input->charset ? input->charset : declared(input, charset, sizeof charset);
    if (rat_charset_decode(input->bytes, input->size, *said ? said : NULL, &text, &report, NULL) != RAT_OK)
        rat_say_end(RAT_PROBLEM_DAMAGED);
    if (text.size > INT32_MAX)
        rat_say_end(RAT_PROBLEM_OUTPUT);
    rat_say_text('K', report.encoding);
    htmlParserCtxt *parser = htmlCreateMemoryParserCtxt((const char *)text.data, (int)text.size);
    if (!parser)
        rat_say_end(RAT_PROBLEM_MEMORY);
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT);
    /* pages whose <font> are never closed nest deeply; the library would stop at 256 without a word */
    parser->options |= XML_PARSE_HUGE;
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser);
    if (parser->errNo == XML_ERR_NO_MEMORY)
        rat_say_end(RAT_PROBLEM_MEMORY); /* it goes on without what came then */
    return parser->myDoc;
}

void rat_html_into(const struct rat_reader_input *input, struct rat_flow *flow, const char **title)
{
    xmlDoc *doc = input->size ? parse(input) : NULL;
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!root)
        return;
    const xmlNode *body = find_element(root, "body"), *name = find_element(root, "title");
    if (title && name && name->children)
        *title = (const char *)name->children->content;
    if (!body)
        body = root;
    const xmlNode *part = find_main(body, flow->limit);
    size_t all = measure(part, false, flow->limit), left = measure(part, true, flow->limit);
    bool guess = left * LEFT_SHARE >= all || left >= LEFT_ENOUGH;
    walk(&(struct page){.flow = flow, .guess = guess}, part);
}

void rat_read_html(const struct rat_reader_input *input)
{
    struct rat_flow flow, clean;
    const char *title = NULL;
    rat_flow_init(&flow, rat_text_limit(input->size));
    rat_flow_init(&clean, 4096);
    rat_say_text('F', "html");
    rat_say_text('X', "html/1 libxml2 " LIBXML_DOTTED_VERSION);
    rat_html_into(input, &flow, &title);
    if (title) {
        rat_flow_text(&clean, title, strnlen(title, 1000));
        rat_say('N', clean.out.data, clean.out.size);
    }
    rat_say_flow(&flow);
}
