/** How a user id looks: it becomes a folder's name. */
export const userIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
