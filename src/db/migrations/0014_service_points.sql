ALTER TABLE "organisations" ADD COLUMN "hours" text;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "listed" boolean DEFAULT false NOT NULL;