CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"from_day" text NOT NULL,
	"to_day" text NOT NULL,
	"before_from" text NOT NULL,
	"before_to" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"progress" integer NOT NULL,
	"content" jsonb,
	"texts" jsonb NOT NULL,
	"authors" uuid[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"computed_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp with time zone,
	CONSTRAINT "reports_second_person" CHECK (approved_by is null or approved_by <> all (authors))
);
--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_approved_by_accounts_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reports_organisation" ON "reports" USING btree ("organisation_id","created_at");