/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-markup.c - text inside XML and HTML.  */

#include "command.h"

#include <stdlib.h>
#include <string.h>

/* S with what means something in markup replaced, control characters, which
   XML cannot hold, too.  */
void
esc_text_markup (struct esc_text *t, const char *s)
{
  for (; *s; s++)
    switch (*s)
      {
      case '<':
        esc_text_bytes (t, "&lt;", 4);
        break;
      case '>':
        esc_text_bytes (t, "&gt;", 4);
        break;
      case '&':
        esc_text_bytes (t, "&amp;", 5);
        break;
      case '"':
        esc_text_bytes (t, "&quot;", 6);
        break;
      default:
        esc_text_bytes (
            t, (unsigned char)*s < ' ' && *s != '\n' && *s != '\t' ? "?" : s,
            1);
      }
}
