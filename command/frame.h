/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.h - records in a section: where one ends and the next begins.

   `ld -r` joins the sections of its inputs, so a section is any number of
   frames.  A frame: "ESCfacts", then little-endian in 32 bits each the
   format's version, the size of what follows the head, its size when it is
   inflated, and its CRC-32; then the record, deflated.  */

#ifndef ESC_FRAME_H
#define ESC_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ESC_FACTS_SECTION ".escape.facts"
#define ESC_FRAME_MAGIC   "ESCfacts"

/* RAW in a frame, to be freed; NULL if memory ran out.  */
unsigned char *esc_frame_pack (const unsigned char *raw, size_t nraw,
                               size_t *size);

/* The next frame of the SIZE bytes at DATA, from *AT on; *AT goes behind it.
     The record, to be freed, with *NRAW bytes; NULL at the end, where *WHY is
     NULL, or if it is malformed, where *WHY says how.  */
unsigned char *esc_frame_next (const unsigned char *data, size_t size,
                               size_t *at, size_t *nraw, const char **why);

#ifdef __cplusplus
}
#endif
#endif
