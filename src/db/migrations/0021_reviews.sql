CREATE TABLE "review_draws" (
	"organisation_id" uuid NOT NULL,
	"month" text NOT NULL,
	"seed" text NOT NULL,
	"size" integer NOT NULL,
	"answers" integer NOT NULL,
	"people" integer NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL,
	CONSTRAINT "review_draws_organisation_id_month_pk" PRIMARY KEY("organisation_id","month")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"month" text NOT NULL,
	"kind" text NOT NULL,
	"consultation" integer,
	"statement_id" uuid,
	"authors" uuid[] NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"rubric" integer,
	"points" jsonb,
	"faults" text[],
	"score" integer,
	"result" text,
	"comment" text,
	"reviewer_id" uuid,
	"reviewed_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reviews_second_person" CHECK ("reviews"."reviewer_id" is null or not ("reviews"."reviewer_id" = any("reviews"."authors"))),
	CONSTRAINT "reviews_done" CHECK (("reviews"."state" = 'done') = ("reviews"."result" is not null))
);
--> statement-breakpoint
ALTER TABLE "review_draws" ADD CONSTRAINT "review_draws_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_consultation_consultations_number_fk" FOREIGN KEY ("consultation") REFERENCES "public"."consultations"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_statement_id_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."statements"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_reviewer_id_accounts_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_consultation" ON "reviews" USING btree ("consultation");--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_statement" ON "reviews" USING btree ("statement_id");--> statement-breakpoint
CREATE INDEX "reviews_of" ON "reviews" USING btree ("organisation_id","month");--> statement-breakpoint
CREATE INDEX "reviews_order" ON "reviews" USING btree ("state","month","id");