/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses that a server or a person gave, as far as fetching them needs it: only http and https, resolved, with what may
 * not stand in an address encoded; whether an address of the network is one of the public internet.
 *
 *     st = rat_url_resolve("https://rat.example/oparl/system", "papers?page=2", &url, &err);
 *
 * No state; any thread.
 */
#ifndef INDEXER_URL_H
#define INDEXER_URL_H

#include "base/buf.h"
#include "base/status.h"

#include <sys/socket.h>

/* True for "http://..." and "https://..." in any case. */
bool rat_url_is_web(const char *text);

/* The absolute form of `text`, which may be relative to base (NULL: it must be absolute), in out (cleared first). White
 * space, controls, non-ASCII and the likes of '<' become %XX, everything else stays as it was written; a fragment is
 * dropped. RAT_EINPUT: no address, another scheme than http and https, a user name in it, or http behind an https base on
 * another host. Behind an https base http on the same host becomes https: that is what proxies in front of servers forget. */
RAT_MUST_CHECK rat_status rat_url_resolve(const char *base, const char *text, struct rat_buf *out,
                                          struct rat_err *err);

/* Host of an absolute address in lower case with its port ("rat.example:443"), in out (cleared first); "" when it has
 * none. */
void rat_url_host(const char *url, struct rat_buf *out);

/* Anything but a unicast address of the public internet: loopback, private, link-local, shared, multicast, reserved, IPv6
 * addresses that stand for such an IPv4 address (RFC 6890 and the IANA registries behind it), and unknown families. */
bool rat_address_is_private(const struct sockaddr *address);

#endif
