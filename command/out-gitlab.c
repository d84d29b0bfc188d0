/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out-gitlab.c - a set as GitLab's Code Quality report.

   An array of findings.  A fingerprint must be unique within a file, or GitLab
   shows only one of them: equal ones get their number behind.  */

#include "command.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const severities[]
    = { "info", "major", "minor", "info" }; /* by level */

void
esc_out_gitlab (struct esc_set *s, struct esc_text *t)
{
  json_t *all = json_array ();
  for (uint32_t k = 0; k < s->nitems; k++)
    {
      const struct esc_item *i = &s->items[k];
      char check[80], fingerprint[64];
      if (i->f->suppressed)
        continue;
      snprintf (check, sizeof check, "escape/%s", i->f->rule);
      snprintf (fingerprint, sizeof fingerprint, "%s%s%.0u", i->path,
                i->twin > 1 ? "-" : "", i->twin > 1 ? i->twin : 0);
      json_t *j = json_pack (
          "{sssssssss{sss{si}}}", "description", i->f->message, "check_name",
          check, "fingerprint", fingerprint, "severity",
          i->f->error ? "critical" : severities[i->f->level & 3], "location",
          "path", i->file, "lines", "begin", (int)i->f->at.line);
      /* Names that are no UTF-8 cannot be in it.  */
      if (j)
        json_array_append_new (all, j);
    }
  char *text = json_dumps (all, JSON_INDENT (2) | JSON_PRESERVE_ORDER);
  esc_text_add (t, "%s\n", text ? text : "[]");
  free (text);
  json_decref (all);
}
