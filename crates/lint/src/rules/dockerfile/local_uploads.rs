//! `local-uploads`: uploaded files stay in the container.

use longshore_model::state::Row;

use crate::remedy::{cure, mount, ordered};
use crate::rules::row::Report;
use crate::{Check, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "local-uploads",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Both(|context| REPORT.findings(context), |context| REPORT.services(context)),
};

static REPORT: Report = Report {
    rule: &RULE,
    row: Row::Uploads,
    what: "uploads",
    why: "uploads are lost when it is replaced, and replicas do not see each other's; \
          keep them in object storage or on a mount",
    fixes: |context, fact| ordered([mount(context, fact), cure(context, fact, "; keep uploads in object storage")]),
};

const DOCS: &str = r#"Uploaded files are kept inside the container.

A container's own disk goes away with the container. Files that users have uploaded are lost when it is replaced, and as
soon as there are two replicas, each has only the files that were sent to it.

Object storage such as S3, GCS or MinIO is the place for them. Where they must be on a disk, it is one that whoever runs
the container provides: a named volume, mounted over a directory that the image's user may write to.

```dockerfile bad
FROM node:22-slim
WORKDIR /app
RUN mkdir -p /app/uploads
USER node
CMD ["node", "server.js"]
```

The preferred fix says that the directory is a mount, and gives it to the user that writes there:

```dockerfile fixed
FROM node:22-slim
WORKDIR /app
# /app/uploads is expected to be provided as an external mount at run time (docker run -v, compose volumes).
RUN mkdir -p /app/uploads && chown node:node /app/uploads
USER node
CMD ["node", "server.js"]
```

The other one removes the directory, for applications that put uploads into object storage.

## What is silent

- A path that a comment directly above names as a mount, or a volume.
- A path at which a compose file of the workspace mounts something.
- Stages that are no part of the image, because others only copy from them.

```dockerfile good
FROM node:22-slim
# /data/uploads is mounted at run time: docker run -v uploads:/data/uploads
RUN mkdir -p /data/uploads && chown node:node /data/uploads
USER node
CMD ["node", "server.js"]
```

A service of a compose file gets a named volume:

```compose bad
services:
  shop:
    image: example/shop
    environment:
      UPLOAD_DIR: /srv/shop/uploads
```

```compose fixed
services:
  shop:
    image: example/shop
    environment:
      UPLOAD_DIR: /srv/shop/uploads
    volumes:
      - shop-uploads:/srv/shop/uploads

volumes:
  shop-uploads:
```

## Deciding against it

Put `# longshore ignore=local-uploads` above the line.
"#;
