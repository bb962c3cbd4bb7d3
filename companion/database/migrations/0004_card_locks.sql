CREATE TABLE `card_locks` (
	`card` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `card_sets_user` ON `card_sets` (`user_id`,`id`);