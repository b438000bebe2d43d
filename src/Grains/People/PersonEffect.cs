using System.Text.Json.Serialization;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People;

/// <summary>What a person grain can owe.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PersonEffect")]
[JsonDerivedType(typeof(CreateGalleryPerson), "create-gallery-person")]
[JsonDerivedType(typeof(EnrolFace), "enrol-face")]
[JsonDerivedType(typeof(RemoveFace), "remove-face")]
[JsonDerivedType(typeof(AnswerFace), "answer-face")]
[JsonDerivedType(typeof(EnrichUser), "enrich-user")]
[JsonDerivedType(typeof(AskForTraining), "ask-for-training")]
[JsonDerivedType(typeof(StorePersonSql), "store-person-sql")]
[JsonDerivedType(typeof(PlaceTombstone), "place-tombstone")]
[JsonDerivedType(typeof(DeleteGalleryPerson), "delete-gallery-person")]
[JsonDerivedType(typeof(ForgetFaces), "forget-faces")]
[JsonDerivedType(typeof(TrainWithout), "train-without")]
[JsonDerivedType(typeof(FinishForgetting), "finish-forgetting")]
[JsonDerivedType(typeof(AuditForgetting), "audit-forgetting")]
public abstract record PersonEffect : IOwedEffect
{
    [JsonIgnore]
    public abstract string Slot { get; }
}

[GenerateSerializer, Immutable, Alias("Atmosphere.CreateGalleryPerson")]
public sealed record CreateGalleryPerson : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "gallery-person";
}

[GenerateSerializer, Immutable, Alias("Atmosphere.EnrolFace")]
public sealed record EnrolFace : PersonEffect
{
    [Id(0)] public string FaceId { get; init; } = "";

    [JsonIgnore]
    public override string Slot => GallerySlot.Of(FaceId);
}

[GenerateSerializer, Immutable, Alias("Atmosphere.RemoveFace")]
public sealed record RemoveFace : PersonEffect
{
    [Id(0)] public string FaceId { get; init; } = "";

    [JsonIgnore]
    public override string Slot => GallerySlot.Of(FaceId);
}

/// <summary>Adding and removing a face share a slot: only the last word about it matters, and a removal has to look for an add whose outcome is unknown.</summary>
internal static class GallerySlot
{
    public static string Of(string faceId) => $"gallery:{faceId}";
}

/// <summary>Publish the gallery's answer to the face: <c>face-training-sent</c> or <c>face-cleanup</c>.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AnswerFace")]
public sealed record AnswerFace : PersonEffect
{
    [Id(0)] public string FaceId { get; init; } = "";

    [JsonIgnore]
    public override string Slot => $"answer:{FaceId}";
}

/// <summary>The original's EnrichUser: ask Slack who this is.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.EnrichUser")]
public sealed record EnrichUser : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "profile";
}

/// <summary>Tell the training that the gallery changed.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AskForTraining")]
public sealed record AskForTraining : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "training";
}

/// <summary>Bring the catalogue's row up to date.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.StorePersonSql")]
public sealed record StorePersonSql : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "catalogue";
}

/// <summary>Place her tombstone, or bring its receipt up to date.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.PlaceTombstone")]
public sealed record PlaceTombstone : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "tombstone";
}

/// <summary>Take her out of the gallery with all her faces. It shares the slot of <see cref="CreateGalleryPerson"/>: only the last word counts.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.DeleteGalleryPerson")]
public sealed record DeleteGalleryPerson : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "gallery-person";
}

/// <summary>Tell every face that names her, again and again until the catalogue finds none.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.ForgetFaces")]
public sealed record ForgetFaces : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "faces";
}

/// <summary>Have the recogniser trained without her, and wait until that has succeeded.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.TrainWithout")]
public sealed record TrainWithout : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "training";
}

/// <summary>Look through everything once more, finish the receipt, and delete her record.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.FinishForgetting")]
public sealed record FinishForgetting : PersonEffect
{
    [JsonIgnore]
    public override string Slot => "finish";
}

/// <summary>Tell the audit who wanted her forgotten. It waits for her tombstone, so that she is never named there.</summary>
[GenerateSerializer, Immutable, Alias("Atmosphere.AuditForgetting")]
public sealed record AuditForgetting : PersonEffect
{
    public const string AuditSlot = "audit";

    [Id(0)] public required AuditEntry Entry { get; init; }

    [JsonIgnore]
    public override string Slot => AuditSlot;
}
