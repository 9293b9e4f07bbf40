CREATE TABLE "entered_consultations" (
	"consultation" integer PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp with time zone NOT NULL,
	"minutes" integer NOT NULL,
	"solved" boolean NOT NULL,
	"confidential" boolean NOT NULL,
	"sealed_contact" text,
	"version" integer NOT NULL,
	"corrected_at" timestamp with time zone,
	"entry_key" uuid NOT NULL,
	CONSTRAINT "entered_consultations_entry_key_unique" UNIQUE("entry_key")
);
--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"consultation" integer,
	"case_id" uuid,
	"complaint_id" uuid,
	"reason" text NOT NULL,
	"set_by" uuid NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"lift_reason" text,
	"lifted_by" uuid,
	"lifted_at" timestamp with time zone,
	CONSTRAINT "legal_holds_one" CHECK (num_nonnulls(consultation, case_id, complaint_id) = 1)
);
--> statement-breakpoint
ALTER TABLE "askers" ADD COLUMN "erasure_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "entered_consultations" ADD CONSTRAINT "entered_consultations_consultation_consultations_number_fk" FOREIGN KEY ("consultation") REFERENCES "public"."consultations"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entered_consultations" ADD CONSTRAINT "entered_consultations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entered_consultations" ADD CONSTRAINT "entered_consultations_entered_by_accounts_id_fk" FOREIGN KEY ("entered_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_consultation_consultations_number_fk" FOREIGN KEY ("consultation") REFERENCES "public"."consultations"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_complaint_id_complaints_id_fk" FOREIGN KEY ("complaint_id") REFERENCES "public"."complaints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_set_by_accounts_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_lifted_by_accounts_id_fk" FOREIGN KEY ("lifted_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entered_consultations_organisation" ON "entered_consultations" USING btree ("organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "legal_holds_consultation" ON "legal_holds" USING btree ("consultation") WHERE lifted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "legal_holds_case" ON "legal_holds" USING btree ("case_id") WHERE lifted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "legal_holds_complaint" ON "legal_holds" USING btree ("complaint_id") WHERE lifted_at is null;--> statement-breakpoint
CREATE INDEX "askers_erasure" ON "askers" USING btree ("erasure_asked_at") WHERE erasure_asked_at is not null;--> statement-breakpoint
CREATE INDEX "conversations_retention" ON "conversations" USING btree ("created_at") WHERE asker_id <> '00000000-0000-4000-8000-000000000000';