CREATE TABLE `server_items` (
	`job_id` text NOT NULL,
	`seq` integer NOT NULL,
	`lookup_id` text,
	`row` text NOT NULL,
	PRIMARY KEY(`job_id`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `server_items_lookup` ON `server_items` (`job_id`,`lookup_id`) WHERE lookup_id is not null;--> statement-breakpoint
CREATE TABLE `server_jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	`version` integer NOT NULL,
	`credential` text,
	`row` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `server_jobs_user` ON `server_jobs` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `server_jobs_finished` ON `server_jobs` (`finished_at`);--> statement-breakpoint
CREATE TABLE `server_tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`input` text NOT NULL,
	`output` text,
	`error` text,
	`parent` text,
	`send_at` integer
);
--> statement-breakpoint
CREATE INDEX `server_tasks_due` ON `server_tasks` (`send_at`) WHERE send_at is not null;--> statement-breakpoint
CREATE TABLE `stored_pictures` (
	`slot` text NOT NULL,
	`place` text NOT NULL,
	`row` text NOT NULL,
	PRIMARY KEY(`slot`, `place`)
);
