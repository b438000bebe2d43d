using System.Text.Json.Serialization;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Webhooks;

namespace Atmosphere.Grains.Faces;

/// <summary>What a face can owe. The names are those of the original's steps (design, section 2).</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FaceEffect")]
[JsonDerivedType(typeof(IdentifyFace), "identify-face")]
[JsonDerivedType(typeof(RequestTaggingOnSlack), "request-tagging-on-slack")]
[JsonDerivedType(typeof(FinalizeIdentified), "finalize-identified")]
[JsonDerivedType(typeof(FinalizeTag), "finalize-tag")]
[JsonDerivedType(typeof(CleanupTag), "cleanup-tag")]
[JsonDerivedType(typeof(ClosePrompt), "close-prompt")]
[JsonDerivedType(typeof(VerifyVote), "verify-vote")]
[JsonDerivedType(typeof(TellVoter), "tell-voter")]
[JsonDerivedType(typeof(StoreFaceTagSql), "store-face-tag-sql")]
[JsonDerivedType(typeof(SendFaceForTraining), "send-face-for-training")]
[JsonDerivedType(typeof(WithdrawFace), "withdraw-face")]
[JsonDerivedType(typeof(ReleaseSlot), "release-slot")]
[JsonDerivedType(typeof(FindOthers), "find-others")]
[JsonDerivedType(typeof(FollowLead), "follow-lead")]
[JsonDerivedType(typeof(TellFollower), "tell-follower")]
[JsonDerivedType(typeof(LeaveOthers), "leave-others")]
[JsonDerivedType(typeof(TellDenials), "tell-denials")]
[JsonDerivedType(typeof(DropOldPictures), "drop-old-pictures")]
[JsonDerivedType(typeof(AskPerson), "ask-person")]
[JsonDerivedType(typeof(DeletePictures), "delete-pictures")]
[JsonDerivedType(typeof(DeleteSlackFiles), "delete-slack-files")]
[JsonDerivedType(typeof(TellPhoto), "tell-photo")]
[JsonDerivedType(typeof(ForgetAmongStrangers), "forget-among-strangers")]
[JsonDerivedType(typeof(CheckReference), "check-reference")]
[JsonDerivedType(typeof(TellWebhook), "tell-webhook")]
public abstract record FaceEffect : IOwedEffect
{
    [JsonIgnore]
    public abstract string Slot { get; }

    [JsonIgnore]
    public virtual TimeSpan Pace => TimeSpan.Zero;
}

/// <summary>Detect and identify.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.IdentifyFace")]
public sealed record IdentifyFace : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "identify";
}

/// <summary>Effects that show the face's state in its one message share a slot: the newest wins, and each is rendered when it is sent.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PromptEffect")]
public abstract record PromptEffect : FaceEffect
{
    public const string PromptSlot = "prompt";

    [JsonIgnore]
    public override string Slot => PromptSlot;
}

/// <summary>Ask who this is, or show how the voting stands.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.RequestTaggingOnSlack")]
public sealed record RequestTaggingOnSlack : PromptEffect
{
    /// <summary>Slack takes about one change a second; nobody reads faster. What ends the voting is shown at once.</summary>
    [JsonIgnore]
    public override TimeSpan Pace => TimeSpan.FromSeconds(1);
}

/// <summary>"Identified as X, 93 %", with "Not X?".</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FinalizeIdentified")]
public sealed record FinalizeIdentified : PromptEffect;

/// <summary>"Tagged as X", with "Undo".</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FinalizeTag")]
public sealed record FinalizeTag : PromptEffect;

/// <summary>The picture can't be used, and why.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.CleanupTag")]
public sealed record CleanupTag : PromptEffect;

/// <summary>The voting is over without a tag so far: agreed, dismissed, disputed or expired.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ClosePrompt")]
public sealed record ClosePrompt : PromptEffect;

/// <summary>Ask Slack whether voter and person are people of this workspace.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.VerifyVote")]
public sealed record VerifyVote : FaceEffect
{
    [Id(0)] public string VoterId { get; init; } = "";

    [JsonIgnore]
    public override string Slot => $"verify:{VoterId}";
}

/// <summary>Tell a voter why the vote does not count.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TellVoter")]
public sealed record TellVoter : FaceEffect
{
    [Id(0)] public string VoterId { get; init; } = "";

    [Id(1)] public string Text { get; init; } = "";

    [JsonIgnore]
    public override string Slot => $"tell:{VoterId}";
}

/// <summary>Bring the catalogue's rows up to date.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StoreFaceTagSql")]
public sealed record StoreFaceTagSql : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "catalogue";
}

/// <summary>Publish the agreement to the person, again and again until the gallery has answered.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.SendFaceForTraining")]
public sealed record SendFaceForTraining : FaceEffect
{
    public const string TrainingSlot = "training";

    [JsonIgnore]
    public override string Slot => TrainingSlot;
}

/// <summary>Take the face out of a person's gallery.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.WithdrawFace")]
public sealed record WithdrawFace : FaceEffect
{
    [Id(0)] public string PersonId { get; init; } = "";

    [Id(1)] public int Round { get; init; }

    [JsonIgnore]
    public override string Slot => $"withdraw:{PersonId}";
}

/// <summary>Give the channel its slot back: the prompt is no longer open.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ReleaseSlot")]
public sealed record ReleaseSlot : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "slot";
}

/// <summary>Find out whether another face of the same unknown person is asked about already.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FindOthers")]
public sealed record FindOthers : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "others";
}

/// <summary>Publish to the lead that this face follows it, again and again until the lead has told how it stands.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FollowLead")]
public sealed record FollowLead : FaceEffect
{
    public const string FollowSlot = "follow";

    [JsonIgnore]
    public override string Slot => FollowSlot;
}

/// <summary>Tell a follower how the voting stands, or that it does not belong here.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TellFollower")]
public sealed record TellFollower : FaceEffect
{
    [Id(0)] public string FaceId { get; init; } = "";

    [JsonIgnore]
    public override string Slot => $"follower:{FaceId}";
}

/// <summary>Tell those who compare unknown faces that they were wrong about this one.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.LeaveOthers")]
public sealed record LeaveOthers : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "leave-others";
}

/// <summary>Tell those who compare unknown faces whom this one was taken for and does not show: it counts for faces like it, too.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TellDenials")]
public sealed record TellDenials : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "denials";
}

/// <summary>Delete crop and zoom-in.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DropOldPictures")]
public sealed record DropOldPictures : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "drop-old-pictures";
}

/// <summary>Ask a person whether the face shows her, or show in that message what became of it.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AskPerson")]
public sealed record AskPerson : FaceEffect
{
    [Id(0)] public string PersonId { get; init; } = "";

    [JsonIgnore]
    public override string Slot => $"ask:{PersonId}";
}

/// <summary>Delete crop and zoom-in of a forgotten face.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DeletePictures")]
public sealed record DeletePictures : FaceEffect
{
    public const string PicturesSlot = "pictures";

    [JsonIgnore]
    public override string Slot => PicturesSlot;
}

/// <summary>Delete at Slack what was uploaded of a forgotten face.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DeleteSlackFiles")]
public sealed record DeleteSlackFiles : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "slack-files";
}

/// <summary>Publish to the photo that this face is forgotten, again and again until the photo has answered.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TellPhoto")]
public sealed record TellPhoto : FaceEffect
{
    public const string PhotoSlot = "photo";

    [JsonIgnore]
    public override string Slot => PhotoSlot;
}

/// <summary>Have those who compare unknown faces forget this one: they may know whom it was taken for.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ForgetAmongStrangers")]
public sealed record ForgetAmongStrangers : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "forget-among-strangers";
}

/// <summary>Find out whether the person of a reference photo can be tagged, and whether the gallery knows this picture already.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.CheckReference")]
public sealed record CheckReference : FaceEffect
{
    [JsonIgnore]
    public override string Slot => "reference";
}

/// <summary>Hand a message over to be sent to another system. Each has a slot of its own, since each has to be sent.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TellWebhook")]
public sealed record TellWebhook : FaceEffect
{
    [Id(0)] public required WebhookMessage Message { get; init; }

    [JsonIgnore]
    public override string Slot => $"webhook:{Message.Id}";
}
