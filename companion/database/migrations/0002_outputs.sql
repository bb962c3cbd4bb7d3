CREATE TABLE `outputs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` text NOT NULL,
	`job_id` text NOT NULL,
	`prompt` text,
	`source` text,
	`url` text NOT NULL,
	`generated` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `outputs_user` ON `outputs` (`user_id`,`id`);