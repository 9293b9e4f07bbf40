CREATE TABLE "model_tokens" (
	"day" date PRIMARY KEY NOT NULL,
	"tokens" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "switches" (
	"name" text PRIMARY KEY NOT NULL,
	"off" boolean NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
