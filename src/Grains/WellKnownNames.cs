namespace Atmosphere.Grains;

/// <summary>The names that are stored or agreed with others. Changing one orphans what was stored under it.</summary>
public static class WellKnownNames
{
    /// <summary>The grain storage provider.</summary>
    public const string Storage = "atmosphere";

    /// <summary>The stream provider.</summary>
    public const string StreamProvider = "atmosphere";

    /// <summary>The one reminder that a grain has: "look whether something is due".</summary>
    public const string DueReminder = "due";

    /// <summary>Stream namespaces.</summary>
    public static class Streams
    {
        /// <summary>Faces that were cut out elsewhere; key = face id.</summary>
        public const string ImagesInDb = "images-in-db";

        /// <summary>Messages for <see cref="ImagesInDb"/> that nobody can read, as dead letters; key = the letter's grain.</summary>
        public const string ImagesInDbGarbage = "images-in-db-garbage";

        /// <summary>Agreed faces on their way to the gallery; key = person id.</summary>
        public const string FaceTagged = "face-tagged";

        /// <summary>The gallery has answered for a face; key = face id.</summary>
        public const string FaceTrainingSent = "face-training-sent";

        /// <summary>The gallery refused a face; key = face id.</summary>
        public const string FaceCleanup = "face-cleanup";

        /// <summary>A face wants to be asked about under another one's prompt; key = the other's face id.</summary>
        public const string FaceFollows = "face-follows";

        /// <summary>Somebody asked to be forgotten whom a face names; key = face id.</summary>
        public const string PersonForgotten = "person-forgotten";

        /// <summary>The person on a face asked to be forgotten; key = photo id.</summary>
        public const string FaceForgotten = "face-forgotten";
    }

    /// <summary>State names within a grain.</summary>
    public static class States
    {
        public const string Photo = "photo";
        public const string Face = "face";
        public const string Person = "person";
        public const string Channel = "channel";
        public const string Strangers = "strangers";
        public const string Training = "training";
        public const string Retention = "retention";
        public const string DeadLetters = "dead-letters";
        public const string Scaling = "scaling";
        public const string Tombstone = "tombstone";
        public const string TombstoneKey = "tombstone-key";
        public const string Webhook = "webhook";
    }

    /// <summary>Where webhook messages that nobody took are, among the dead letters.</summary>
    public const string WebhookLetters = "webhook";

    /// <summary>Shards of a stream's dead letters: grain keys are <c>stream/shard</c>.</summary>
    public const int DeadLetterShards = 4;
}
