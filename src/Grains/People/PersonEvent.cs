using System.Collections.Immutable;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Grains.People;

/// <summary>What happened to a person.</summary>
public abstract record PersonEvent
{
    public DateTimeOffset At { get; init; }
}

public sealed record EnrolmentWanted(string FaceId, int Round, PixelBox FaceInZoomIn, bool Enrich) : PersonEvent;

public sealed record GalleryWasFull(string FaceId, int Round) : PersonEvent;

/// <summary>The agreement came again: the answer is given again.</summary>
public sealed record AnswerRepeated(string FaceId) : PersonEvent;

public sealed record GalleryPersonCreated(string GalleryPersonId) : PersonEvent;

public sealed record GalleryPersonLost : PersonEvent;

public sealed record FaceAdded(string FaceId, string PersistedFaceId) : PersonEvent;

public sealed record FaceRefused(string FaceId, string Code) : PersonEvent;

/// <summary>The face was undone before it was in the gallery, or was never on its way.</summary>
public sealed record FaceWithdrawn(string FaceId, int Round) : PersonEvent;

/// <summary>The face was undone and has to be taken out of the gallery.</summary>
public sealed record FaceLeaving(string FaceId, int Round) : PersonEvent;

public sealed record FaceRemoved(string FaceId) : PersonEvent;

public sealed record ProfileLearned(Profile Profile) : PersonEvent;

public sealed record ForgettingAsked(ForgottenBy By, string Actor) : PersonEvent;

public sealed record StonePlaced : PersonEvent;

public sealed record GalleryForgotten : PersonEvent;

public sealed record NamingFacesFound(ImmutableArray<CountedFace> Faces) : PersonEvent;

public sealed record FacesForgotten : PersonEvent;

public sealed record TrainingAwaited(long Before) : PersonEvent;

public sealed record ModelForgot : PersonEvent;

/// <summary>A request that was under way when she was removed has put her into the gallery again.</summary>
public sealed record GalleryPersonCameBack : PersonEvent;

/// <summary>A face that was being changed when she was removed names her again.</summary>
public sealed record NamesCameBack : PersonEvent;

/// <summary>Nothing is kept, not even the key.</summary>
public sealed record PersonErased : PersonEvent;
