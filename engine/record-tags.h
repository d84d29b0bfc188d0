/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record-tags.h - what a part of a unit's bytes is.  Numbers are for ever.  */

#ifndef ESC_RECORD_TAGS_H
#define ESC_RECORD_TAGS_H

enum esc_tag
{
  ESC_TAG_UNIT = 1,
  ESC_TAG_FINDING = 2,
  ESC_TAG_SUPPRESSION = 3,
  ESC_TAG_NOTE = 4,
  ESC_TAG_FACTS = 5
};

#endif
