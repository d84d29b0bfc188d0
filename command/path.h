/* SPDX-License-Identifier: GPL-3.0-or-later */
/* path.h - file names that are the same in every checkout.

       directory /home/me/p/build, file ../src/a.c, root /home/me/p
       -> src/a.c

   Names are taken as text: nothing is asked of the disk, because the files may
   be another machine's.  */

#ifndef ESC_PATH_H
#define ESC_PATH_H

#ifdef __cplusplus
extern "C" {
#endif

/* FILE as seen from DIR, without ".", ".." and doubled slashes, to be
     freed.  */
char *esc_path_join (const char *dir, const char *file);

/* What of FILE comes after folder ROOT and a slash; NULL if it is not in it.
     Both are absolute and clean.  */
const char *esc_path_below (const char *root, const char *file);

/* The root of the project that folder DIR belongs to: the nearest folder
     upwards with a .git, else DIR; to be freed.  */
char *esc_path_root (const char *dir);

/* FILE, named by a compiler that ran in DIR, as the reader of a report in
     ROOT sees it, to be freed: below ROOT, else below DIR, else absolute.  */
char *esc_path_shown (const char *root, const char *dir, const char *file);

#ifdef __cplusplus
}
#endif
#endif
