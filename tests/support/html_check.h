/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A strict reader of the HTML that this server writes: every tag, attribute and address must be one that the templates
 * have, everything must be closed in order, ids unique, text escaped. What a payload would have to bring in (an element, an
 * attribute, an address with another scheme) is an error here.
 */
#ifndef TESTS_SUPPORT_HTML_CHECK_H
#define TESTS_SUPPORT_HTML_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* False: *why says what is wrong and where, in a buffer that lives until the next call. html is NUL-terminated. */
bool html_check(const char *html, size_t n, const char **why);

#endif
