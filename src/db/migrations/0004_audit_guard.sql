-- The audit chain only grows: entries are appended at its head by the clock of the database, never changed,
-- and leave it only at its old end, 180 days later at the earliest, by moving the anchor.
INSERT INTO "audit_chain" ("id", "head_id", "head_hash", "anchor_id", "anchor_hash")
VALUES (1, 0, repeat('0', 64), 0, repeat('0', 64));
--> statement-breakpoint
CREATE FUNCTION audit_append_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF abs(extract(epoch FROM clock_timestamp() - NEW.at)) > 600 THEN
    RAISE EXCEPTION 'audit_entries: entry % is not of this moment', NEW.id USING ERRCODE = '42501';
  END IF;
  UPDATE audit_chain SET head_id = NEW.id, head_hash = NEW.hash
  WHERE head_id = NEW.id - 1 AND head_hash = NEW.previous_hash;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'audit_entries: entry % does not follow the head of the chain', NEW.id USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION audit_keep_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.at < now() - interval '180 days'
      AND EXISTS (SELECT FROM audit_chain WHERE anchor_id >= OLD.id) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'audit_entries: % is refused', TG_OP USING ERRCODE = '42501';
END
$$;
--> statement-breakpoint
CREATE FUNCTION audit_keep_chain() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'audit_chain: % is refused', TG_OP USING ERRCODE = '42501';
  END IF;
  IF (NEW.head_id, NEW.head_hash) <> (OLD.head_id, OLD.head_hash)
    AND (NEW.head_id, NEW.head_hash) IS DISTINCT FROM
      (SELECT (id, hash) FROM audit_entries ORDER BY id DESC LIMIT 1) THEN
    RAISE EXCEPTION 'audit_chain: the head is the newest entry' USING ERRCODE = '42501';
  END IF;
  IF (NEW.anchor_id, NEW.anchor_hash) <> (OLD.anchor_id, OLD.anchor_hash)
    AND (NEW.anchor_id <= OLD.anchor_id
      OR NOT EXISTS (SELECT FROM audit_entries WHERE id = NEW.anchor_id AND hash = NEW.anchor_hash)
      OR EXISTS (SELECT FROM audit_entries
        WHERE id <= NEW.anchor_id AND at >= now() - interval '180 days')) THEN
    RAISE EXCEPTION 'audit_chain: the anchor is an entry older than 180 days' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION audit_purge(before timestamptz) RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  last_id bigint;
  last_hash text;
  removed bigint;
BEGIN
  IF before IS NULL OR before > now() - interval '180 days' THEN
    RAISE EXCEPTION 'audit_purge: entries are kept for 180 days at least' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(7301002);
  SELECT id, hash INTO last_id, last_hash FROM audit_entries
  WHERE id < coalesce((SELECT min(id) FROM audit_entries WHERE at >= before), 9223372036854775807)
  ORDER BY id DESC LIMIT 1;
  IF last_id IS NULL THEN
    RETURN 0;
  END IF;
  UPDATE audit_chain SET anchor_id = last_id, anchor_hash = last_hash;
  DELETE FROM audit_entries WHERE id <= last_id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_append_entry AFTER INSERT ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION audit_append_entry();
--> statement-breakpoint
CREATE TRIGGER audit_keep_entry BEFORE UPDATE OR DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION audit_keep_entry();
--> statement-breakpoint
CREATE TRIGGER audit_keep_entries BEFORE TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION audit_keep_entry();
--> statement-breakpoint
CREATE TRIGGER audit_keep_chain BEFORE INSERT OR UPDATE OR DELETE ON "audit_chain" FOR EACH ROW EXECUTE FUNCTION audit_keep_chain();
--> statement-breakpoint
CREATE TRIGGER audit_keep_chains BEFORE TRUNCATE ON "audit_chain" FOR EACH STATEMENT EXECUTE FUNCTION audit_keep_chain();
--> statement-breakpoint
ALTER TABLE "audit_entries" ENABLE ALWAYS TRIGGER audit_append_entry, ENABLE ALWAYS TRIGGER audit_keep_entry, ENABLE ALWAYS TRIGGER audit_keep_entries;
--> statement-breakpoint
ALTER TABLE "audit_chain" ENABLE ALWAYS TRIGGER audit_keep_chain, ENABLE ALWAYS TRIGGER audit_keep_chains;
