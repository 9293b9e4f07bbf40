CREATE TABLE "case_stays" (
	"case_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_stays_case_id_account_id_pk" PRIMARY KEY("case_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "case_stays" ADD CONSTRAINT "case_stays_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_stays" ADD CONSTRAINT "case_stays_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;