using Atmosphere.Practice.People;

namespace Atmosphere.Load;

/// <summary>Callers who each have a face of their own and change their mind with every vote: each vote is a write, none is an agreement.</summary>
internal sealed class VoteCallers : IAsyncDisposable
{
    private readonly Target _target;
    private readonly VoteLoad _load;
    private readonly VotedFace[] _faces;

    private VoteCallers(Target target, VoteLoad load, VotedFace[] faces) => (_target, _load, _faces) = (target, load, faces);

    /// <summary>Brings the faces, and returns when people are asked about all of them.</summary>
    public static async Task<VoteCallers> StartAsync(Target target, int callers)
    {
        var load = new VoteLoad(target.World, () => target.Address, Target.CameraToken, seed: 1);
        return new(target, load, await Task.WhenAll(Enumerable.Range(0, callers).Select(i => load.BringAsync(new Random(i)))));
    }

    /// <summary>The same callers at another server.</summary>
    public VoteCallers At(Func<Uri> address) => new(_target, new VoteLoad(_target.World, address, Target.CameraToken, seed: 1), _faces);

    /// <param name="caller">Whose face.</param>
    /// <param name="piece">Another person with every number.</param>
    public Task VoteAsync(int caller, int piece)
    {
        var people = PracticePeople.WhoCanPress;
        var face = _faces[caller];
        return _load.PressAsync(new(face.FaceId, face.Agreeing[0], people[piece % people.Length].Id, VotedFace.NextActionTs()));
    }

    public ValueTask DisposeAsync() => _load.DisposeAsync();
}
