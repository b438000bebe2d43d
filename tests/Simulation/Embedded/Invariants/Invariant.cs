using Atmosphere.Grains.Faces;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Photos;

namespace Atmosphere.Simulation.Invariants;

/// <summary>One promise, as something that can be looked at. Its name is what a broken one is reported by.</summary>
internal abstract class Invariant(World world)
{
    protected World World => world;

    protected void Fail(string what) => world.Verdict.Fail(GetType().Name, what);

    protected string Name(string faceId) => world.Names.Face(faceId);
}

/// <summary>Looked at whenever a face is written.</summary>
internal interface IFaceInvariant
{
    /// <param name="faceId">Which face.</param>
    /// <param name="before">Its state until now.</param>
    /// <param name="after">Its state as it was written.</param>
    /// <param name="fresh">What has happened to it in between.</param>
    void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh);
}

/// <summary>Looked at whenever a person is written.</summary>
internal interface IPersonInvariant
{
    void OnPerson(string personId, PersonState before, PersonState after);
}

/// <summary>Looked at whenever a photo is written.</summary>
internal interface IPhotoInvariant
{
    void OnPhoto(string photoId, PhotoState after);
}

/// <summary>Looked at whenever the gallery changes.</summary>
internal interface IGalleryInvariant
{
    void OnGallery();
}

/// <summary>Looked at whenever a message is posted or updated.</summary>
internal interface IMessageInvariant
{
    void OnMessage(Message message);
}

/// <summary>Looked at when the faults have stopped and nothing is owed any more.</summary>
internal interface IRestInvariant
{
    void AtRest();
}

/// <summary>Looked at when, after that, days have passed: nobody has pressed a button, and every question has expired.</summary>
internal interface IEndInvariant
{
    void AtEnd();
}
