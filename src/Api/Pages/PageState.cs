namespace Atmosphere.Api.Pages;

/// <summary>What the start page shows.</summary>
internal sealed record PageState
{
    public required RecogniserState Recogniser { get; init; }

    /// <summary>What else is wrong, a few sentences each; what <c>/readyz</c> says.</summary>
    public required IReadOnlyList<string> Troubles { get; init; }

    /// <summary>Numbers of the sample photos that can be loaded.</summary>
    public required IReadOnlyList<int> Samples { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<PagePhoto> Photos { get; init; }

    public required PageTraining Training { get; init; }

    /// <summary>Until when nobody is asked, in quiet hours; else null.</summary>
    public DateTimeOffset? QuietUntil { get; init; }
}

/// <param name="Ready">It can work.</param>
/// <param name="Broken">Somebody has to do something.</param>
/// <param name="Message">How it is, in words.</param>
internal sealed record RecogniserState(bool Ready, bool Broken, string Message);

internal sealed record PagePhoto(string PhotoId, string Status, DateTimeOffset? AcceptedAt, string Reason, IReadOnlyList<PageFace> Faces);

/// <param name="Picture">A signed link.</param>
/// <param name="Asked">The question is in the channel.</param>
/// <param name="Votes">Live votes.</param>
internal sealed record PageFace(
    string FaceId, string Status, string Picture, string? PersonId, string Name, double? Confidence, bool Enrolled, bool Asked, int Votes, string Reason);

/// <param name="LastFailure">The recogniser's words, when the last training failed.</param>
internal sealed record PageTraining(int ChangedPeople, bool Running, DateTimeOffset? LastSuccessAt, DateTimeOffset? NextAt, string? LastFailure);
