/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-github.c - a set as annotations of a GitHub workflow: commands on
   standard output.

       ::warning file=list.c,line=7,col=3,title=escape-call::address of ...

   Definite findings are warnings, or errors where the compilation asked for
   errors; the others are notices.  */

#include "command.h"

#include <string.h>

/* S inside a command; PROPERTY: as the value of one.  */
static void
escaped (struct esc_text *t, const char *s, bool property)
{
  for (; *s; s++)
    if (*s == '%' || *s == '\r' || *s == '\n'
        || (property && (*s == ':' || *s == ',')))
      esc_text_add (t, "%%%02X", (unsigned)*s);
    else
      esc_text_bytes (t, s, 1);
}

void
esc_out_github (struct esc_set *s, struct esc_text *t)
{
  for (uint32_t k = 0; k < s->nitems; k++)
    {
      const struct esc_item *i = &s->items[k];
      if (i->f->suppressed)
        continue;
      esc_text_add (t, "::%s file=",
                    i->f->level != ESC_DEFINITE ? "notice"
                    : i->f->error               ? "error"
                                                : "warning");
      escaped (t, i->file, true);
      esc_text_add (t, ",line=%u,col=%u,title=", i->f->at.line,
                    i->f->at.column);
      escaped (t, i->f->rule, true);
      esc_text_add (t, "::");
      escaped (t, i->f->message, false);
      esc_text_add (t, "\n");
    }
}
