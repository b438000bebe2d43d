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
